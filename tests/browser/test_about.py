"""What stands round a strategy: the site's own pages, and what is said when something is not as it should be."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..served_site import environment_of
from .readers import Reader

ABOUT = ("Accessibility", "Privacy", "Cookies", "Terms", "Contact", "Status", "Sign in")
WRONG = {"400.html": "This request cannot be answered", "429.html": "too often", "500.html": "went wrong on our side"}

RENDER = """
import sys, django
django.setup()
from django.template.loader import render_to_string
print(render_to_string(sys.argv[1], {"wait_s": 30}))
"""


@pytest.mark.parametrize("name", ABOUT)
def test_the_page_is_reached_from_the_foot_of_any_other(reader: Reader, name: str) -> None:
    reader.goes("/kent-and-medway/strategy/species/")
    reader.follows(reader.page.get_by_role("contentinfo").get_by_role("link", name=name, exact=True))


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/kent-and-medway/strategy/measures/XX9.9/", "/kent-and-medway/?edition=none"]
)
def test_what_is_not_there_is_said_with_a_way_on(reader: Reader, address: str) -> None:
    reader.goes(address, "There is no such page")
    reader.follows("Choose an area", "Where nature could recover")


@pytest.mark.parametrize("template", WRONG)
def test_a_page_that_tells_of_trouble_is_as_sound_as_any(reader: Reader, site_folder: Path, template: str) -> None:
    page = reader.page
    page.goto("/nowhere/")  # so that what it asks for is asked of the site
    page.set_content(rendered(site_folder, template))
    reader.sees(WRONG[template])


def test_the_public_is_given_no_cookie(page: Page) -> None:
    for address in ("/", "/kent-and-medway/", "/kent-and-medway/map/", "/open-data/", "/privacy/"):
        page.goto(address)
    assert page.context.cookies() == []
    expect(page.locator("body")).to_be_visible()


def rendered(site_folder: Path, template: str) -> str:
    """What the site would send, rendered by a program beside it."""
    settings = environment_of(site_folder) | {"DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings"}
    asked = [sys.executable, "-c", RENDER, template]
    return subprocess.run(asked, env=settings, check=True, capture_output=True, text=True).stdout

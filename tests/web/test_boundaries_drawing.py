"""Only pages with the form for land may run the script that draws; who sends land too often is told to wait."""

from typing import Any

import pytest
from django.test import Client

from lnrs_web.pages.middleware import MAP_POLICY, POLICY

from .published import AREA, Page, publish

pytestmark = pytest.mark.django_db
LAND, ANSWER, PLANNING = f"{AREA}my-land/", f"{AREA}my-land/answer/", f"{AREA}planning/"
POLICY_HEADER = "Content-Security-Policy"
AROUND = {"way": "around", "place": "TR 055 469", "size": "2"}


def scripts(answer: Any) -> list[str]:
    return [attrs.get("src", "") for tag, attrs in Page(answer.text).tags if tag == "script"]


def test_a_page_with_the_form_may_run_the_script_that_draws(client: Client) -> None:
    publish()
    kept_twice = [client.get(LAND), client.get(LAND)]
    refused = [client.post(ANSWER, {"way": "drawn"}), client.post(PLANNING, {"way": "drawn"})]
    assert [one.status_code for one in refused] == [400, 400]
    for answer in [*kept_twice, client.get(PLANNING), *refused]:
        assert answer.headers[POLICY_HEADER] == MAP_POLICY
        [script] = scripts(answer)
        assert "boundaries/built/draw" in script


def test_an_answer_runs_no_script(client: Client) -> None:
    publish()
    for address in (ANSWER, PLANNING):
        answer = client.post(address, AROUND)
        assert answer.status_code == 200
        assert answer.headers[POLICY_HEADER] == POLICY
        assert scripts(answer) == []


def test_what_was_drawn_comes_back_with_the_form(client: Client) -> None:
    publish()
    drawn = '{"type": "Point", "coordinates": [0.9, 51.1]}'
    for address in (ANSWER, PLANNING):
        answer = client.post(address, {"way": "drawn", "drawn": drawn})
        assert answer.status_code == 400
        assert drawn.replace('"', "&quot;") in answer.text


def test_a_site_is_given_around_a_postcode_or_a_town(client: Client) -> None:
    publish()
    found = client.post(PLANNING, AROUND | {"place": "zz1 1aa"})
    assert found.status_code == 200
    assert "zz1 1aa" in found.text
    unknown = client.post(PLANNING, AROUND | {"place": "ZZ99 9ZZ"})
    assert unknown.status_code == 400
    assert "The postcode ZZ99 9ZZ is not known here." in unknown.text


@pytest.mark.parametrize(
    ("times", "method", "address", "asked"),
    [
        (30, "post", ANSWER, AROUND),
        (30, "post", f"{AREA}my-land/answer.csv", AROUND),
        (30, "post", PLANNING, {"way": "around"}),
        (120, "get", f"{AREA}search/", {"q": "meadow"}),
        (120, "get", f"{AREA}map/words/", {"place": "TR 055 469"}),
    ],
)
def test_who_asks_too_often_is_told_when_to_ask_again(
    client: Client, settings: Any, times: int, method: str, address: str, asked: dict[str, str]
) -> None:
    publish()
    settings.LIMITS = 1 / times  # one in a minute
    ask = getattr(client, method)
    assert ask(address, asked).status_code != 429
    refused = ask(address, asked, headers={"Accept": "text/html"})
    assert refused.status_code == 429
    assert "That was too often" in refused.text
    assert int(refused.headers["Retry-After"]) >= 1
    assert ask(address, asked, REMOTE_ADDR="192.0.2.7").status_code != 429
    assert client.get(LAND).status_code == 200, "a form can be read as often as anyone likes"

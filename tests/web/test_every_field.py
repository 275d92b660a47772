"""No field of any form makes the site fall over, whatever is written into it: each is filled on its page by somebody
who may open that, one at a time, with the others as the page shows them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlencode, urljoin

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from .published import Page
from .test_permissions import WHO, examples, filled, people, rows  # noqa: F401  # `examples`, `people` are fixtures

FORM = "application/x-www-form-urlencoded"
OF_EVERY_PAGE = ("p", "edition", "place", "q")
"""What an address may ask for without a form on its page."""
NULL = "a\0b"
ENDS_OF_THE_CALENDAR = ("0001-01-01", "9999-12-31")
ONE_OF_MANY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Form:
    """A form as a browser sends it when nothing is typed."""

    method: str
    address: str
    fields: dict[str, str] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)

    def filled_badly(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Each field by name, and the form with something in that field which nobody can mean."""
        for name in self.fields:
            for bad in (NULL, *(ENDS_OF_THE_CALENDAR if name in self.days else ())):
                yield name, {**self.fields, name: bad}


def forms_of(page: Page, address: str) -> Iterator[Form]:
    """The forms of a page. Of a list the first choice is taken, and of boxes and buttons with one name the last."""
    form, chosen = None, ""
    for tag, attrs in page.tags:
        name, value = attrs.get("name", ""), attrs.get("value", "")
        if tag == "form":
            if form:
                yield form
            to = urldefrag(urljoin(address, attrs.get("action", ""))).url
            form, chosen = Form(attrs.get("method", "get").upper(), to), ""
        elif form and tag == "select":
            chosen = name
        elif form and tag == "option" and chosen:
            form.fields.setdefault(chosen, value)
        elif form and name and attrs.get("type") != "file" and tag in ("input", "textarea", "button"):
            form.fields[name] = value
            if attrs.get("type") == "date":
                form.days.add(name)
    if form:
        yield form


def asked(client: Client, method: str, address: str, typed: dict[str, str]) -> int:
    """The status of an answer; whatever it did is undone, and no limit counts it."""
    cache.clear()
    held = client.cookies.output()
    with transaction.atomic():
        sent = urlencode(typed)
        if method == "GET":
            answer = client.get(f"{address.partition('?')[0]}?{sent}")
        else:
            answer = client.post(address, sent, content_type=FORM)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    if client.cookies.output() != held:
        client.cookies.load(held.replace("Set-Cookie: ", ""))
    return int(answer.status_code)


def test_a_form_is_found_with_what_its_page_shows() -> None:
    page = Page(
        '<input name="outside"><form method="post"><input name="a" value="1"><select name="b"><option value="x">'
        '<option value="y"></select><input type="date" name="on"><textarea name="c"></textarea>'
        '<input type="file" name="d"></form><form action="e/#f">'
    )
    sent = {"a": "1", "b": "x", "on": "", "c": ""}
    assert list(forms_of(page, "/here/")) == [Form("POST", "/here/", sent, {"on"}), Form("GET", "/here/e/")]


@pytest.mark.django_db
def test_no_field_makes_the_site_fall_over(examples: dict[str, str], people: dict[str, Client]) -> None:  # noqa: F811
    failed, seen = set(), set()
    for client in people.values():
        client.raise_request_exception = False
    for row in rows():
        who = next((who for who in ("officer", *WHO) if row[who] == "200"), None)
        if row["method"] != "GET" or who is None:
            continue
        address = filled(row["example"], examples)
        shown = people[who].get(address)
        content = b"".join(shown)  # a file is closed when it has been read
        html = content.decode() if "html" in shown["Content-Type"] else ""
        if (status := asked(people[who], "GET", address, dict.fromkeys(OF_EVERY_PAGE, NULL))) >= 500:
            failed.add(f"GET {address}: {OF_EVERY_PAGE}, as {who}: {status}")
        for form in forms_of(Page(html), address):
            known = form.method, ONE_OF_MANY.sub("", form.address), *sorted(form.fields)
            if known in seen or "sign-out" in form.address:
                continue
            seen.add(known)
            for name, typed in form.filled_badly():
                status = asked(people[who], form.method, form.address, typed)
                if status >= 500:
                    failed.add(f"{form.method} {form.address}: {name}, as {who}: {status}")
    assert len(seen) > 120
    assert not failed, "\n" + "\n".join(sorted(failed))

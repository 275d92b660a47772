"""What holds for every page of the public, whoever wrote it: all that links lead to, in two editions, and every address
of permissions.csv."""

import re
from collections import defaultdict
from collections.abc import Iterable

import pytest
from django.test import Client

from .published import AREA, Page, crawl, publish, publish_later
from .test_permissions import WHO, examples, filled, rows  # noqa: F401  # `examples` is a fixture

PRIVATE = ("/account/", "/desk/")
FORMS_THAT_NEED_NO_BODY = {
    "account/sign-in/": "the form comes back with what is missing, as allauth answers",
    "account/invitations/<str:key>/": "which invitation it is stands in its address; its guest is asked to sign in",
    "<slug:area>/have-your-say/<slug:slug>/begin/": "whoever begins has said nothing yet",
    "<slug:area>/newsletter/confirm/<str:token>/": "who confirms stands in the link that was mailed",
    "<slug:area>/newsletter/leave/<str:token>/": "who leaves stands in the link that was mailed",
    "<slug:area>/planning/<site_key:key>/again/": "which check is asked again is in its address",
}
DATA = ("application/json", "application/ld+json")
"""What a script element may hold that runs nothing."""
EDITION = re.compile(r"Edition\s+(?:<[^>]+>)*([\w-]+)(?:<[^>]+>)*\s+of \d+ \w+ \d{4}")


def inline(page: Page) -> Iterable[str]:
    """What of a page the content security policy forbids."""
    for tag, attrs in page.tags:
        if tag == "style" or "style" in attrs:
            yield f"style within <{tag}>"
        if (
            tag == "script"
            and "src" not in attrs
            and attrs.get("type") not in ("application/json", "application/ld+json")
        ):
            yield "script within the page"
        yield from (f"{name} of <{tag}>" for name in attrs if name.startswith("on"))
        yield from (f"{name} of <{tag}>" for name, value in attrs.items() if value.startswith("javascript:"))


def test_what_is_inline_is_found() -> None:
    for html in ('<p style="x">', "<style>", "<script>", '<a onclick="x">', '<a href="javascript:x">'):
        assert list(inline(Page(html)))
    assert not list(
        inline(Page('<script src="a.js"></script><script type="application/ld+json">{}</script><p class="a">'))
    )


def headings(html: str) -> list[str]:
    """The words of every first heading."""
    return [
        " ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    ]


@pytest.mark.django_db
def test_every_page_that_links_lead_to_is_as_every_page_must_be() -> None:
    old, new = publish(), publish_later()
    client = Client()
    found = crawl(client, "/")
    assert {AREA, f"{AREA}?edition={old.identity}", "/open-data/", "/privacy/"} <= found.keys()
    wrong: list[str] = []
    paths_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for address in sorted(found):
        if address.startswith(PRIVATE):
            continue
        answer = client.get(address)
        html, page = answer.text, found[address]
        if answer.cookies:
            wrong.append(f"{address} sets a cookie")
        if "Cookie" in answer.headers.get("Vary", ""):
            wrong.append(f"{address} differs by cookie")
        if "default-src 'none'" not in answer.headers.get("Content-Security-Policy", ""):
            wrong.append(f"{address} has no content security policy")
        wrong += [f"{address} has {what}" for what in inline(page)]
        if len(first := headings(html)) != 1:
            wrong.append(f"{address} has {len(first)} first headings")
        named = set(EDITION.findall(html))
        if "edition=" in address and old.name not in named and new.name not in named:
            wrong.append(f"{address} does not name its edition")
        if f"edition={old.identity}" in address and old.name not in named:
            wrong.append(f"{address} does not name edition {old.name}")
        path, edition = address.partition("?")[0], " ".join(sorted(named))
        path = path.replace(
            f"/{new.identity}.", "/kent-and-medway."
        )  # a collection of the current edition by its other name
        paths_of["title", page.title].add(path)
        paths_of["first heading", f"{''.join(first)} ({edition})"].add(path)
    for (what, words), paths in paths_of.items():
        if len(paths) > 1:
            wrong.append(f"{words!r} is the {what} of {', '.join(sorted(paths))}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_post_without_a_body_is_refused_plainly_and_never_breaks_anything() -> None:
    """By the table, which `test_permissions` compares with the site; at private addresses nobody is led to sign in."""
    wrong = []
    for row in rows():
        if any(row[who].startswith("5") for who in WHO):
            wrong.append(f"{row['method']} {row['example']} breaks")
        leads_to_sign_in = row["example"].startswith(PRIVATE) and row["nobody"] == "302"
        is_fine = leads_to_sign_in or row["nobody"].startswith("4") or row["address"] in FORMS_THAT_NEED_NO_BODY
        if row["method"] == "POST" and not is_fine:
            wrong.append(f"POST {row['example']} without a body is answered {row['nobody']}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.django_db
def test_every_answer_to_nobody_has_a_policy_and_the_public_ones_no_cookie(examples: dict[str, str]) -> None:  # noqa: F811
    wrong = []
    for row in rows():
        client = Client()
        answer = client.generic(row["method"], filled(row["example"], examples))
        if answer.streaming:
            b"".join(answer.streaming_content)
        if "default-src 'none'" not in answer.headers.get("Content-Security-Policy", ""):
            wrong.append(f"{row['method']} {row['example']} has no content security policy")
        if not row["example"].startswith(PRIVATE):
            if answer.cookies and not row["example"].endswith("/begin/"):  # the key of a draft, and nothing else
                wrong.append(f"{row['method']} {row['example']} sets a cookie")
            if "Cookie" in answer.headers.get("Vary", ""):
                wrong.append(f"{row['method']} {row['example']} differs by cookie")
    assert not wrong, "\n" + "\n".join(wrong)

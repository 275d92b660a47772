"""Editions of `edition_case` on the site, and their pages as a reader finds them."""

from collections import Counter
from html.parser import HTMLParser

from django.test import Client
from django.urls import resolve

from lnrs_web.editions import actions
from lnrs_web.editions.models import Edition

from ..unit.edition_case import case
from .imported import BY, imported

AREA = "/kent-and-medway/"


def publish(*, stop_at_import: bool = False, with_birds: bool = False) -> Edition:
    """The case's edition, taken in and, unless that is all, published."""
    made = case(with_birds=True) if with_birds else case()  # called as other tests call it: it is made once
    edition = imported(made)
    return edition if stop_at_import else actions.publish(edition, by=BY)


def publish_later() -> Edition:
    """A later edition of the same area, which supersedes the case's."""
    return actions.publish(imported(case(edition="draft-2", meadow_ha=12)), by=BY)


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.title = ""
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        """The title ends."""
        self._in_title = self._in_title and tag != "title"

    def count(self, tag: str) -> int:
        """How many tags of a kind there are."""
        return sum(name == tag for name, _ in self.tags)

    def all(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


MOST_DOCUMENTS = 20


def crawl(client: Client, start: str) -> dict[str, Page]:
    """Every page that links lead to from a page on, by address; a link within a page must lead to something in it.

    Of what is no page but made for one, to be printed or read by a program, the first of each kind are asked for.
    """
    found: dict[str, Page] = {}
    documents: Counter[str] = Counter()
    ahead = [start]
    while ahead:
        address = ahead.pop()
        path, _, fragment = address.partition("#")
        if path not in found:
            kind = resolve(path.partition("?")[0]).route
            if documents[kind] == MOST_DOCUMENTS:
                continue
            answer = client.get(path)
            if path.startswith("/account/") and answer.status_code == 302:  # what is somebody's own asks who they are
                assert answer["Location"].startswith("/account/sign-in/"), path
                continue
            assert answer.status_code == 200, path
            if answer.streaming:  # a file to take away, which is the end of the way, and closed when it has been read
                assert b"".join(answer.streaming_content)
                continue
            if not answer.headers["Content-Type"].startswith("text/html"):  # so is what is made to be printed
                assert answer.content
                documents[kind] += 1
                continue
            found[path] = Page(answer.text)
            links = [attrs["href"] for tag, attrs in found[path].tags if tag == "a"]
            ahead += [path + link if link.startswith("#") else link for link in links if not link.startswith("http")]
        assert not fragment or fragment in found[path].all("id"), address
    return found

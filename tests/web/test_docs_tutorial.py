"""The tutorial about the site is followed, on the site, by a reader who does just what it says.

How the page is read, in its order: code that is an address is opened, and other code, or a `text` block, is typed into
the field whose label was named last. What stands in italics has to be on the page that is open; if it is the label of
a choice, that is chosen, and the text below it is the field. What stands in bold is pressed or followed: a button, a
link, or the link beside a name.
"""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from .published import publish

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorials" / "find-your-place.md"
SITE = "http://127.0.0.1:8000"
BEGINS, ENDS = "## Open the site", "## Now turn JavaScript off"
STEP = re.compile(
    r"```(?:console|\{figure\}).*?```|```text\n(?P<block>.*?)```|`(?P<code>[^`]+)`|\*\*(?P<bold>[^*]+)\*\*|\*(?P<italics>[^*]+)\*",
    re.DOTALL,
)


class Reader:
    """Somebody with a browser without JavaScript, and what they have written into the page that is open."""

    def __init__(self) -> None:
        self.client = Client()
        self.address = "/"
        self.page = BeautifulSoup("", "html.parser")
        self.typed: dict[str, str] = {}
        self.field = ""

    def opens(self, address: str) -> None:
        """Go to an address, wherever it leads."""
        self._has(self.client.get(urljoin(self.address, address), follow=True))

    def reads(self, words: str) -> None:
        """Look for words on the page."""
        assert words.casefold() in said(self.page).casefold(), f"{words!r} is not on {self.address}"
        for label in self.page.find_all("label"):
            if said(label).startswith(words):
                self.field = str(label["for"])
                control = self.control(self.field)
                if control.get("type") == "radio":
                    self.typed[str(control["name"])] = str(control["value"])
                    self.field = str(label.find_next("textarea")["id"])
                return

    def writes(self, text: str) -> None:
        """Type into the field that was named last, or choose in it."""
        assert self.field, f"no field was named for {text!r} on {self.address}"
        control = self.control(self.field)
        if control.name == "select":
            text = next(str(one["value"]) for one in control.find_all("option") if said(one).casefold() == text)
        self.typed[str(control["name"])] = text

    def follows(self, words: str) -> None:
        """Press the button or follow the link of this name, or the link beside a term of this name."""
        for button in self.page.find_all("button"):
            if said(button) == words:
                return self._presses(button)
        for link in self.page.find_all("a"):
            if said(link).startswith(words):
                return self.opens(str(link["href"]))
        for term in self.page.find_all("dt"):
            if said(term) == words:
                return self.opens(str(term.find_next("a")["href"]))
        raise AssertionError(f"there is no {words!r} on {self.address}")

    def control(self, name: str) -> Tag:
        """The field with this id."""
        found = self.page.find(id=name)
        assert isinstance(found, Tag)
        return found

    def _presses(self, button: Tag) -> None:
        form = button.find_parent("form")
        assert isinstance(form, Tag)
        given = {str(one["name"]): str(one.get("value", "")) for one in form.find_all("input") if sent(one)}
        given |= self.typed | ({str(button["name"]): str(button["value"])} if button.get("name") else {})
        address = urljoin(self.address, str(button.get("formaction") or form["action"]))
        send = self.client.post if form.get("method") == "post" else self.client.get
        self._has(send(address, given, follow=True))

    def _has(self, answer) -> None:
        """What came is read where it is a page; a file is taken away, and the page stays."""
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200, answer.request["PATH_INFO"]
        assert body
        if answer.headers["Content-Type"].startswith("text/html"):
            self.address = answer.request["PATH_INFO"]
            self.page, self.typed, self.field = BeautifulSoup(body, "html.parser"), {}, ""


def said(part: Tag) -> str:
    """The text of a part of a page, with plain spaces."""
    return " ".join(part.get_text(" ").split())


def sent(field: Tag) -> bool:
    """Whether a form sends a field of which nothing is said."""
    return bool(field.get("name")) and field.get("type") not in ("radio", "checkbox", "file")


def follow(text: str, reader: Reader) -> int:
    """Do what a text asks; returns how many things that was."""
    done = 0
    for step in STEP.finditer(text):
        code, done = step["code"] or "", done + 1
        if code.startswith(("/", SITE)):
            reader.opens(code.removeprefix(SITE))
        elif typed := step["block"] or code:
            reader.writes(typed)
        elif step["bold"]:
            reader.follows(" ".join(step["bold"].split()))
        elif step["italics"]:
            reader.reads(" ".join(step["italics"].split()))
    return done


@pytest.mark.django_db
def test_a_reader_who_does_as_the_tutorial_says_finds_what_it_says() -> None:
    publish()
    text = PAGE.read_text(encoding="utf-8")
    part = text[text.index(BEGINS) : text.index(ENDS)]
    assert follow(part, Reader()) > 50


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["`/nowhere/`", "`/` *Not on the page*", "`/` **Not there**", "`/` `typed`"])
def test_what_the_tutorial_promises_and_the_site_lacks_would_be_seen(wrong: str) -> None:
    with pytest.raises(AssertionError):
        follow(wrong, Reader())

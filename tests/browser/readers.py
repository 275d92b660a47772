"""Who goes on a journey: one by keyboard alone, one with a narrow telephone, one without JavaScript."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

NARROW_PX = 360
MOST_KEYS = 150
"""How often somebody presses Tab before they give a page up."""

STOPS_AHEAD = """one => {
  const choices = (each) => [...document.querySelectorAll(`input[type=radio][name="${each.name}"]`)];
  const chosen = (each) => choices(each).find((other) => other.checked) ?? choices(each)[0];
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({visibilityProperty: true}))
    .filter((each) => each.type !== "radio" || each === chosen(each));
  return stops.indexOf(one) - stops.indexOf(document.activeElement);
}"""
"""How many presses of Tab lie between where the focus is and an element; a group of choices is one stop."""

READERS: dict[str, dict[str, Any]] = {
    "by keyboard": {"viewport": {"width": 1280, "height": 900}},
    "with a telephone": {"viewport": {"width": NARROW_PX, "height": 740}, "has_touch": True, "is_mobile": True},
    "without JavaScript": {"java_script_enabled": False},
}


@dataclass(frozen=True)
class Reader:
    """A person at a browser. `how` is one of READERS; `axe` looks for barriers on the page as it is."""

    how: str
    page: Page
    axe: Callable[[Page], None]

    def goes(self, address: str, heading: str = "") -> None:
        """To an address, as from a link in a letter."""
        self.page.goto(address)
        self.sees(heading)

    def sees(self, heading: str = "") -> None:
        """The one main heading begins so, nothing runs off the side, and axe finds no barrier."""
        first = self.page.get_by_role("heading", level=1)
        expect(first).to_have_count(1)
        expect(first).to_contain_text(heading)
        if self.how == "with a telephone":
            width = self.page.evaluate("document.documentElement.scrollWidth")
            assert width <= NARROW_PX, f"{self.page.url} is {width} wide"
        if self.how != "without JavaScript":
            self.axe(self.page)

    def follows(self, link: str | Locator, heading: str = "") -> None:
        """Go where a link leads, or what a button does; a name is that of a link in the page's main part."""
        one = self.page.locator("main").get_by_role("link", name=link) if isinstance(link, str) else link
        with self.page.expect_navigation():
            self.presses(one.first)
        self.sees(heading)

    def presses(self, one: Locator) -> None:
        """A link or a button, in the reader's own way."""
        if self.how == "by keyboard":
            self.comes_to(one)
            self.page.keyboard.press("Enter")
        elif self.how == "with a telephone":
            one.tap()
        else:
            one.click()

    def writes(self, field: str | Locator, words: str) -> None:
        """Write into a field; a name is its label's."""
        one = self.page.get_by_label(field) if isinstance(field, str) else field
        if self.how == "by keyboard":
            self.comes_to(one)
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.insert_text(words)
        else:
            one.fill(words)

    def chooses(self, field: str | Locator, words: str) -> None:
        """Choose from a list; a name is its label's."""
        one = self.page.get_by_label(field) if isinstance(field, str) else field
        if self.how == "by keyboard":
            self.comes_to(one)
            self.page.keyboard.type(words)
        else:
            one.select_option(label=words)

    def picks(self, choice: str) -> None:
        """One of a group of choices, by its label: with a keyboard by arrow keys, from the first on."""
        one = self.page.get_by_role("radio", name=choice)
        if self.how != "by keyboard":
            return self.presses(one)
        group = self.page.locator(f'input[type="radio"][name="{one.get_attribute("name")}"]')
        self.comes_to(group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count() - 1):
            if not one.is_checked():
                self.page.keyboard.press("ArrowDown")
        expect(one).to_be_checked()
        return None

    def ticks(self, box: str | re.Pattern[str] | Locator, *, off: bool = False) -> None:
        """Tick a box, or take its tick off; a name is its label's."""
        one = box if isinstance(box, Locator) else self.page.get_by_role("checkbox", name=box)
        if self.how == "by keyboard":
            self.comes_to(one)
            self.page.keyboard.press("Space")
        else:
            self.presses(one)
        expect(one).to_be_checked(checked=not off)

    def takes(self, link: Locator) -> Any:
        """The file that a link or a button gives; its path is `.path()`."""
        with self.page.expect_download() as download:
            self.presses(link)
        return download.value

    def comes_to(self, one: Locator) -> None:
        """Press Tab until the focus is on it, and see that it shows."""
        expect(one).to_have_count(1)
        for _ in range(MOST_KEYS):
            ahead = one.evaluate(STOPS_AHEAD)
            if not ahead:
                assert one.evaluate("one => one.matches(':focus-visible')"), "the focus does not show"
                return
            for _ in range(min(abs(ahead), MOST_KEYS)):
                self.page.keyboard.press("Tab" if ahead > 0 else "Shift+Tab")
        raise AssertionError(f"{one} is not reached by pressing Tab on {self.page.url}")

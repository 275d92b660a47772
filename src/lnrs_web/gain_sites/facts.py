"""What a landowner types about a site, read with every problem at once; and what has to be there before it is sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lnrs.errors import Problem
from lnrs_web.gain_sites.models.site import CHARACTER_AREAS, Agreement, Stage, Version
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.pages.days import day_typed

NAME_LETTERS, ABOUT_LETTERS, BODY_LETTERS = 80, 2000, 200
LEAST_YEARS = 30
"""For how long habitat has to be kept: Environment Act 2021 s.100(2)(b). The law counts from the end of the works,
which is not known here: so the agreement has to run for that long at least."""
NATIONAL = re.compile(r"BGS-[A-Z0-9]{4,30}")
"""How the national register names a site: the prefix is as its public interface gives it; the length is not fixed."""
FIELDS = (
    "name",
    "stage",
    "national_reference",
    "about",
    "agreement",
    "responsible_body",
    "secured_from",
    "secured_until",
    "works_begin_on",
    "surveyed_on",
    "character_area",
)
DATES = {
    "secured_from": "The day from which the agreement holds",
    "secured_until": "The day until which the agreement holds",
    "works_begin_on": "The day on which works begin",
    "surveyed_on": "The day of the survey",
}


@dataclass(frozen=True)
class Facts:
    """What is said of a site, apart from its land and its habitats."""

    name: str
    stage: str
    national_reference: str
    about: str
    agreement: str
    responsible_body: str
    secured_from: date | None
    secured_until: date | None
    works_begin_on: date | None
    surveyed_on: date | None
    character_area: int | None


def read(typed: Mapping[str, str]) -> Facts:
    """The facts that a form was sent with. Raises ListingRefused with every problem."""
    problems: list[Problem] = []
    name = " ".join(typed.get("name", "").split())
    if not name:
        problems.append(Problem("name", "The site has no name.", "Write one that says where it is."))
    for field, text, most in (
        ("name", name, NAME_LETTERS),
        ("about", typed.get("about", ""), ABOUT_LETTERS),
        ("responsible_body", typed.get("responsible_body", ""), BODY_LETTERS),
    ):
        if len(text) > most:
            problems.append(Problem(field, f"It has more than {most:,} letters.", "Write less."))
    stage = typed.get("stage", "")
    if stage not in Stage.values:
        problems.append(Problem("stage", "You have not said how far the site has come.", "Choose one."))
    agreement = typed.get("agreement", "")
    if agreement not in Agreement.values:
        problems.append(Problem("agreement", "That is no kind of agreement.", "Choose one."))
    reference = typed.get("national_reference", "").strip().upper()
    if reference and not NATIONAL.fullmatch(reference):
        what = f"{reference} is no reference of the national register."
        problems.append(Problem("national_reference", what, "It begins with BGS-, such as BGS-090426001."))
    dates = {field: day_typed(typed.get(field, ""), field, words, problems) for field, words in DATES.items()}
    made = Facts(
        name=name,
        stage=stage,
        national_reference=reference,
        about=typed.get("about", "").strip(),
        agreement=agreement,
        responsible_body=" ".join(typed.get("responsible_body", "").split()),
        character_area=_character_area(typed.get("character_area", ""), problems),
        **dates,
    )
    if problems:
        raise ListingRefused(problems)
    return made


def typed_of(version: Version) -> dict[str, str]:
    """The fields of a form as a version has them."""
    values = {field: getattr(version, field) for field in FIELDS}
    return {field: "" if value is None else str(value) for field, value in values.items()}


def lacking(version: Version, today: date) -> list[Problem]:
    """What a version lacks before an officer can look at it."""
    problems = []
    if not version.size_m2:
        problems.append(Problem("land", "No boundary is given.", "Give the edge of the land."))
    if not version.lines.exists():
        problems.append(Problem("habitats", "No habitat is listed.", "List what is made and its units."))
    if version.surveyed_on and version.surveyed_on > today:
        problems.append(Problem("surveyed_on", "The day of the survey has not come yet.", "Correct it."))
    if version.stage != Stage.PROSPECTIVE and not version.surveyed_on:
        problems.append(Problem("surveyed_on", "A surveyed site has a day of survey.", "Give it."))
    if version.stage == Stage.REGISTERED:
        problems += _registered(version)
    if version.secured_from and version.secured_until:
        least = _years_after(version.secured_from, LEAST_YEARS)
        if version.secured_until < least:
            what = f"The agreement runs for less than {LEAST_YEARS} years, which the law asks for."
            problems.append(Problem("secured_until", what, f"It has to hold until {least:%-d %B %Y} at least."))
    return problems


def _registered(version: Version) -> list[Problem]:
    asked = (
        ("national_reference", version.national_reference, "the reference that the national register gave it"),
        ("agreement", version.agreement, "the agreement that secures it"),
        ("responsible_body", version.responsible_body, "the responsible body, or the planning authority"),
        ("secured_from", version.secured_from, "the day from which the agreement holds"),
        ("secured_until", version.secured_until, "the day until which the agreement holds"),
    )
    return [
        Problem(field, f"A site that is registered nationally has {words}.", "Give it.")
        for field, value, words in asked
        if not value
    ]


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def _character_area(text: str, problems: list[Problem]) -> int | None:
    if not (text := text.strip()):
        return None
    if text.isdecimal() and text.isascii() and len(text) <= 3 and 1 <= int(text) <= CHARACTER_AREAS:
        return int(text)
    what = f"{text[:40]} is no number of a National Character Area."
    problems.append(Problem("character_area", what, f"They are numbered from 1 to {CHARACTER_AREAS}."))
    return None

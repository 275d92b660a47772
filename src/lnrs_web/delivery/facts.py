"""What an owner types about a project, read with every problem at once; and what has to be there before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lnrs.errors import Problem
from lnrs_web.delivery import money
from lnrs_web.delivery.models.project import Source, Status, Version
from lnrs_web.delivery.refused import ProjectRefused
from lnrs_web.pages.days import day_typed

NAME_LETTERS, LEAD_LETTERS, ABOUT_LETTERS, FUNDING_LETTERS = 80, 200, 4000, 120
MOST_SOURCES = 6
DATES = {"begins_on": "The day on which work begins", "ends_on": "The day on which work ends"}


@dataclass(frozen=True)
class Money:
    """Money of one source."""

    source: str
    name: str
    pence: int


@dataclass(frozen=True)
class Facts:
    """What is said of a project, apart from its land, its measures and its pictures."""

    name: str
    lead: str
    status: str
    about: str
    begins_on: date | None
    ends_on: date | None
    funding: tuple[Money, ...]

    def columns(self) -> dict[str, object]:
        """All that stands in the version's own row."""
        return {name: value for name, value in vars(self).items() if name != "funding"}


def read(typed: Mapping[str, str]) -> Facts:
    """The facts that a form was sent with. Raises ProjectRefused with every problem."""
    problems: list[Problem] = []
    name, lead = (" ".join(typed.get(field, "").split()) for field in ("name", "lead"))
    about = typed.get("about", "").strip()
    if not name:
        problems.append(Problem("name", "The project has no name.", "Write one that says what and where it is."))
    if not lead:
        problems.append(Problem("lead", "Nobody is said to do it.", "Name the body, farm or group."))
    for field, text, most in (
        ("name", name, NAME_LETTERS),
        ("lead", lead, LEAD_LETTERS),
        ("about", about, ABOUT_LETTERS),
    ):
        if len(text) > most:
            problems.append(Problem(field, f"It has more than {most:,} letters.", "Write less."))
    status = typed.get("status", "")
    if status not in Status.values:
        problems.append(Problem("status", "You have not said how far the work has come.", "Choose one."))
    begins_on, ends_on = (day_typed(typed.get(field, ""), field, words, problems) for field, words in DATES.items())
    if begins_on and ends_on and ends_on < begins_on:
        problems.append(Problem("ends_on", "Work ends before it begins.", "Correct one of the days."))
    funding = _funding(typed, problems)
    if problems:
        raise ProjectRefused(problems)
    return Facts(name, lead, status, about, begins_on, ends_on, funding)


def typed_of(version: Version) -> dict[str, str]:
    """The fields of a form as a version has them."""
    fields = {"name": version.name, "lead": version.lead, "status": version.status, "about": version.about}
    fields |= {field: str(getattr(version, field) or "") for field in DATES}
    for number, one in enumerate(version.funding.all(), start=1):
        fields |= {f"source-{number}": one.source, f"funder-{number}": one.name}
        fields[f"pounds-{number}"] = money.typed(one.pence)
    return fields


def rows_of_form(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """The lines for money as a form shows them."""
    return [
        {"number": str(number), **{one: typed.get(f"{one}-{number}", "") for one in ("source", "funder", "pounds")}}
        for number in range(1, MOST_SOURCES + 1)
    ]


def first_of_form(lines: list[dict[str, str]]) -> int:
    """How many of the lines for money are seen at once: up to the last in which something stands, and one at least."""
    return max([1, *(int(line["number"]) for line in lines if line["source"] or line["funder"] or line["pounds"])])


def _funding(typed: Mapping[str, str], problems: list[Problem]) -> tuple[Money, ...]:
    found = []
    for line in rows_of_form(typed):
        field, name = f"pounds-{line['number']}", " ".join(line["funder"].split())
        if not line["pounds"].strip():
            if name or line["source"]:
                problems.append(Problem(field, "Money is named and not how much.", "Write it, or empty the line."))
            continue
        if line["source"] not in Source.values:
            problems.append(
                Problem(f"source-{line['number']}", "You have not said where money is from.", "Choose one.")
            )
            continue
        try:
            found.append(Money(line["source"], name[:FUNDING_LETTERS], money.read(line["pounds"])))
        except ValueError as error:
            problems.append(Problem(field, f"{error}."))
    return tuple(found)


def lacking(version: Version, today: date) -> list[Problem]:
    """What a version lacks before an officer can look at it."""
    problems = []
    if not version.size_m2:
        problems.append(Problem("land", "No boundary is given.", "Give the edge of the land."))
    if not version.measures and not version.priorities:
        problems.append(Problem("measures", "No measure or priority is chosen.", "Say what the project delivers."))
    refs = {one.ref for one in version.land}
    for measure, parcels in version.measures.items():
        if strange := [one for one in parcels if one not in refs]:
            what = f"{measure} is on {', '.join(strange[:5])}, which the land does not have."
            problems.append(Problem("measures", what, "Choose its parcels again."))
    if version.status in (Status.UNDER_WAY, Status.DELIVERED) and not _has_come(version.begins_on, today):
        problems.append(Problem("facts", "The day on which work began is missing or has not come.", "Correct it."))
    if version.status == Status.DELIVERED and not _has_come(version.ends_on, today):
        problems.append(
            Problem("facts", "The day on which it was delivered is missing or has not come.", "Correct it.")
        )
    return problems


def _has_come(day: date | None, today: date) -> bool:
    return day is not None and day <= today

"""An index in words, as a table, as data and as CSV."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from lnrs.targets.chained import BASE
from lnrs.targets.index import Line, SpeciesIndex
from lnrs.targets.picture import marks
from lnrs.targets.statutory import Outcome

COLUMNS = ("year", "species", "index", "lower", "upper", "smooth", "smooth_lower", "smooth_upper")
TITLES = ("year", "species", "index", "95 %", "smooth", "95 %", "")
NOT_ENGLAND = (
    "The targets are for the index that is published for England; here is what the same tests say of this one."
)


def heading(found: SpeciesIndex) -> tuple[str, str]:
    """What is shown, and how it was made."""
    first, last = found.years[0], found.years[-1]
    return (
        f"Species abundance index of {found.species} species, {first} to {last} ({first} = {BASE:.0f})",
        f"Method: {found.method}.",
    )


def table(found: SpeciesIndex) -> list[tuple[str, ...]]:
    """A row for each year, with a small picture of the line."""
    return [
        (
            str(row["year"]),
            str(row["species"]),
            _one(row["index"]),
            _range(row["lower"], row["upper"]),
            _one(row["smooth"]),
            _range(row["smooth_lower"], row["smooth_upper"]),
            mark,
        )
        for row, mark in zip(rows(found), marks(found), strict=True)
    ]


def lines(found: SpeciesIndex) -> Iterator[str]:
    """How much it changed, what has to be said with it, and the law's tests."""
    line = found.smooth or found.raw
    name = "smooth index" if found.smooth else "index"
    change = line.index[-1] / BASE - 1
    sure = ""
    if line.lower is not None and line.upper is not None:
        sure = f" (95 %: {line.lower[-1] / BASE - 1:+.1%} to {line.upper[-1] / BASE - 1:+.1%})"
    yield f"From {found.years[0]} to {found.years[-1]} the {name} changed by {change:+.1%}{sure}."
    yield from (f"Note: {one}" for one in found.cautions)
    if found.outcomes:
        yield NOT_ENGLAND
    for outcome, chance in zip(found.outcomes, found.chances, strict=True):
        yield f"  {outcome.target.name} by {outcome.target.by.year}: {verdict(outcome, chance)}"
        yield f"    {outcome.target.says} {outcome.target.provision}, {outcome.target.source}"


def verdict(outcome: Outcome, chance: float | None) -> str:
    """What a test says, and how sure that is."""
    says = {True: "met", False: "not met", None: "open"}[outcome.met]
    sure = "" if chance is None else f" - met in {chance:.0%} of the draws"
    return f"{says}: {outcome.because}{sure}."


def rows(found: SpeciesIndex) -> list[dict[str, Any]]:
    """A row for each year, by the names of `COLUMNS`; None where there is nothing."""
    raw, smooth = (_columns(line, len(found.years)) for line in (found.raw, found.smooth))
    return [
        dict(zip(COLUMNS, (year, count, *one, *other), strict=True))
        for year, count, one, other in zip(found.years, found.with_value, raw, smooth, strict=True)
    ]


def as_data(found: SpeciesIndex) -> dict[str, Any]:
    """Everything, for JSON."""
    return {
        "method": found.method,
        "species": found.species,
        "base_year": found.years[0],
        "years": rows(found),
        "cautions": list(found.cautions),
        "tests": [
            {
                "target": outcome.target.name,
                "says": outcome.target.says,
                "by": outcome.target.by,
                "provision": outcome.target.provision,
                "source": outcome.target.source,
                "met": outcome.met,
                "because": outcome.because,
                "share_of_draws_that_meet_it": chance,
            }
            for outcome, chance in zip(found.outcomes, found.chances, strict=True)
        ],
    }


def as_csv(found: SpeciesIndex) -> str:
    """A row for each year, figures to four decimal places."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(found):
        writer.writerow(
            [f"{one:.4f}" if isinstance(one, float) else "" if one is None else one for one in row.values()]
        )
    return out.getvalue()


def _columns(line: Line | None, years: int) -> list[tuple[float | None, float | None, float | None]]:
    """Index, lower and upper end of each year."""
    if line is None:
        return [(None, None, None)] * years
    lower, upper = ([None] * years if end is None else end.tolist() for end in (line.lower, line.upper))
    return list(zip(line.index.tolist(), lower, upper, strict=True))


def _one(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.1f}"


def _range(lower: float | None, upper: float | None) -> str:
    return "" if lower is None or upper is None else f"{lower:.1f} to {upper:.1f}"

"""The borders of a file of strategy areas looked over: what was mended, what does not fit, who is whose neighbour."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from lnrs.model import areas
from lnrs.network.areas_file import StrategyAreas, read_areas
from lnrs.network.borders import Faults, faults
from lnrs.network.neighbours import TOLERANCE_M, compared, neighbours, published_neighbours
from lnrs.units import HA_M2

SHOWN = 10
"""So many pairs of areas are told in words; the files have all of them."""
WORDS = {
    "gap": ("Gaps", "land between areas that none of them has"),
    "overlap": ("Overlaps", "land that two areas both have"),
    "hole": ("Holes", "land that one area leaves out in its middle"),
}


@dataclass(frozen=True)
class BorderReport:
    """What was found in one file of strategy areas."""

    file: str
    areas: StrategyAreas
    faults: Faults
    neighbours: pd.DataFrame
    """What `lnrs.network.neighbours.compared` gives."""
    tolerance_m: float


def look(file: Path, tolerance_m: float = TOLERANCE_M, ostn15: Path | None = None) -> BorderReport:
    """Look over the borders of the strategy areas in a file. Raises NotFound and LayerRefused as `read_areas` does."""
    read = read_areas(file, ostn15)
    found = neighbours(read.frame, tolerance_m)
    against = compared(found, published_neighbours(), set(read.frame["lnrs_id"]))
    return BorderReport(file.name, read, faults(read.frame, tolerance_m), against, tolerance_m)


def in_words(report: BorderReport) -> Iterator[str]:
    """The findings, line by line."""
    count, mended = len(report.areas.frame), len(report.areas.repairs)
    yield f"{report.file}: {count} strategy areas, {mended} of them mended."
    yield from report.areas.notes
    for repair in report.areas.repairs:
        change = (repair.area_after_m2 - repair.area_before_m2) / HA_M2
        yield f"  Row {repair.row}, {repair.ref}: {repair.reason}; {repair.done}, {change:+.4f} ha."
    yield ""
    for kind, (title, meaning) in WORDS.items():
        yield _kind_in_words(report, kind, title, meaning)
    yield from _pairs_in_words(report)
    yield ""
    yield from _neighbours_in_words(report)


def _kind_in_words(report: BorderReport, kind: str, title: str, meaning: str) -> str:
    rows = report.faults.of(kind)
    if rows.empty:
        return f"{title} ({meaning}): none."
    slivers, widest = int(rows["sliver"].sum()), rows.loc[rows["widest_m"].idxmax()]
    return (
        f"{title} ({meaning}): {len(rows):,}, {report.faults.hectares(kind):,.2f} ha. "
        f"Slivers among them, nowhere wider than {report.tolerance_m:g} m: {slivers:,}. "
        f"The widest is {widest['widest_m']:,.1f} m, at {widest['grid_ref']}."
    )


def _pairs_in_words(report: BorderReport) -> Iterator[str]:
    pairs = report.faults.by_pair()
    if pairs.empty:
        return
    yield "Where most of it is:" if len(pairs) > SHOWN else "Where it is:"
    for row in pairs.head(SHOWN).to_dict("records"):
        with_whom = _between(row["a"], row["b"]) if row["b"] else named(row["a"])
        what = f"{row['faults']} {row['kind']}{'s' if row['faults'] != 1 else ''}"
        yield f"  {with_whom}: {what}, {row['ha']:,.2f} ha, at most {row['widest_m']:,.1f} m wide."


def _neighbours_in_words(report: BorderReport) -> Iterator[str]:
    table = report.neighbours
    published = int((table["listed"] != "none").sum())
    agree = int(table["says"].str.startswith("agree").sum())
    yield f"Neighbours: {published} pairs of these areas are published, and {agree} of them agree with the outlines."
    outlines = report.areas.frame.set_index("lnrs_id").geometry
    for row in table[table["says"] != "agree"].to_dict("records"):
        a, b = row["a"], row["b"]
        match row["says"]:
            case "do not meet":
                apart = outlines[a].distance(outlines[b])
                told = f"published as neighbours, but they come no nearer than {apart:,.0f} m."
            case "not published":
                where = "at a corner" if row["corner"] else f"along {row['shared_m']:,.0f} m"
                told = f"meet {where}, but are not published as neighbours."
            case "listed by one side only":
                told = f"only {named(a if row['listed'] == 'a' else b)} lists the other as its neighbour."
            case _:
                told = f"neighbours, though they meet at a corner only ({row['shared_m']:,.0f} m)."
        yield f"  {_between(a, b)}: {told}"


def as_data(report: BorderReport) -> dict[str, Any]:
    """The findings as plain data, without geometry."""
    return {
        "file": report.file,
        "areas": len(report.areas.frame),
        "tolerance_m": report.tolerance_m,
        "notes": list(report.areas.notes),
        "repairs": [asdict(repair) for repair in report.areas.repairs],
        "totals": {
            kind: {"count": len(report.faults.of(kind)), "ha": round(report.faults.hectares(kind), 4)} for kind in WORDS
        },
        "faults": without_geometry(report.faults).to_dict("records"),
        "neighbours": report.neighbours.round({"shared_m": 1}).to_dict("records"),
    }


def without_geometry(found: Faults) -> pd.DataFrame:
    """The table of faults as plain columns, rounded to what they mean."""
    plain = pd.DataFrame(found.table.drop(columns="geometry"))
    return plain.round({"ha": 4, "widest_m": 2, "length_m": 1})


def named(lnrs_id: int) -> str:
    """A strategy area as a reader knows it: `Kent and Medway (40)`."""
    name = next((area.name for area in areas() if area.lnrs_id == lnrs_id), "Strategy area")
    return f"{name} ({lnrs_id})"


def _between(a: int, b: int) -> str:
    return f"{named(a)} and {named(b)}"

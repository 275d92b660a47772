"""The answer as tables, to take away: a row for each parcel, and a row for each thing on each parcel."""

import csv
import io
from collections.abc import Iterator

from lnrs_web.exports.cells import safe_text
from lnrs_web.land.answer import Answer, ParcelAnswer
from lnrs_web.strategy import here

Row = dict[str, str | float]
COLUMNS = (
    *("parcel", "parcel_ha", "kind", "ref", "name", "here_ha"),
    *("funding", "notes", "edition", "edition_date", "edition_status"),
)


def parcel_rows(answer: Answer) -> list[Row]:
    """A row for each parcel, in the order in which they were given."""
    return [_parcel(one) | _edition(answer) for one in answer.parcels]


def _parcel(one: ParcelAnswer) -> Row:
    there = one.within
    return {
        "parcel": one.parcel.ref,
        "area_ha": _ha(one.parcel.area_ha),
        "outside_ha": _ha(one.outside_ha),
        "important_ha": _ha(there.important_ha),
        "become_ha": _ha(there.could_become_ha),
        "mapped_ha": _ha(there.mapped_ha),
        "measures": "; ".join(f"{m.measure.ref} {_ha(m.area_ha)} ha" for m in there.measures),
        "sites": "; ".join(f"{s.words} {_ha(s.area_ha)} ha" for s in there.sites),
        "notes": " ".join(note.words for note in one.parcel.notes),
    }


def csv_text(answer: Answer) -> str:
    """Every parcel, and under it every site of importance and every measure on it. No cell can pass for a formula."""
    out = io.StringIO()
    out.write("\ufeff")  # so that spreadsheets take it for UTF-8
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(answer):
        writer.writerow(
            {
                name: safe_text(value) if isinstance(value, str) else value
                for name, value in (row | _edition(answer)).items()
            }
        )
    return out.getvalue()


def _rows(answer: Answer) -> Iterator[Row]:
    routes = {one.measure.ref: "; ".join(f"{r.scheme}: {r.name}" for r in one.funding) for one in answer.measures}
    for one in answer.parcels:
        parcel: Row = {"parcel": one.parcel.ref, "parcel_ha": _ha(one.parcel.area_ha)}
        yield parcel | {"kind": "parcel", "here_ha": _ha(one.parcel.area_ha), "notes": _parcel(one)["notes"]}
        if one.outside_ha:
            yield parcel | {"kind": "outside the strategy area", "here_ha": _ha(one.outside_ha)}
        for there in one.within.sites:
            site = there.site
            yield parcel | {
                "kind": here.kind_of(site),
                "ref": site.ref,
                "name": site.name,
                "here_ha": _ha(there.area_ha),
            }
        for on in one.within.measures:
            measure = on.measure
            yield parcel | {
                "kind": "mapped measure",
                "ref": measure.ref,
                "name": measure.measure,
                "here_ha": _ha(on.area_ha),
                "funding": routes.get(measure.ref, ""),
            }


def _edition(answer: Answer) -> Row:
    edition = answer.edition
    return {"edition": edition.identity, "edition_date": edition.as_of.isoformat(), "edition_status": edition.status}


def _ha(value_ha: float) -> float:
    """Hectares to a square metre."""
    return round(value_ha, 4)

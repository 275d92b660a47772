"""A corridor as a page that needs no other file: the picture, and the same facts in words and tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lnrs.document.html import render_html
from lnrs.document.tree import Block, Column, Document, Figure, Heading, List, Paragraph, Row, Table, Term
from lnrs.network.along import LIMITS, Along
from lnrs.network.corridor_cells import Window
from lnrs.network.corridor_drawn import WIDTH_PX, keys, svg
from lnrs.network.corridor_words import opening, title
from lnrs.network.sealing import England
from lnrs.statement.finishing import finished


def page(window: Window, found: Along, ends: tuple[str, str], record: England) -> str:
    """The page as HTML. `ends` are what the two places are called."""
    words = " ".join(opening(found))
    drawn = svg(window, found, ends, words)
    invented = "(invented)" in record.name or any(source.get("invented") for source in record.sources)
    document = Document(
        title=title(found, ends),
        subtitle="A corridor over England's nature recovery network",
        authority="From the strategies of the responsible authorities",
        label="An invented example: no place, site or plan in it is real." if invented else "",
        particulars=(
            Term(("England edition",), (record.identity,)),
            Term(("As at",), (record.date,)),
            Term(("Cells",), (f"{found.side_m:,} m",)),
        ),
        blocks=tuple(_blocks(found, drawn, words)),
    )
    return render_html(finished(document))


def _blocks(found: Along, drawn: str, words: str) -> Iterator[Block]:
    yield Heading(2, "At a glance", "at-a-glance")
    for line in opening(found):
        yield Paragraph((line,))
    height = int(drawn.partition('viewBox="0 0 ')[2].partition('"')[0].split()[1])
    caption = f"The corridor. {'; '.join(name.lower() for name, _ in keys(found.habitat))}. Outlines are generalised."
    yield Figure("", WIDTH_PX, height, words, caption, "corridor-map", svg=drawn)
    data = found.as_data()
    yield Heading(2, "Along the way", "along-the-way")
    areas = [(one["name"], _km(one["m"])) for one in data["areas"]]
    yield _table("Areas that it goes through", "areas", ("Area", "km"), areas)
    if data["crossings"]:
        rows = [(f"{at['from_area']} | {at['to_area']}", at["place"], _km(at["along_m"])) for at in data["crossings"]]
        yield _table("Borders that it crosses", "borders", ("Between", "At", "km from the start"), rows)
    if data["gaps"]:
        yield _table("Gaps, in order", "gaps", ("From", "To", "In", "m"), [_gap(one) for one in data["gaps"]])
    else:
        yield Paragraph(("There is no gap along it.",))
    yield _table(
        "Stretches of network between gaps, in order",
        "stretches",
        ("From", "To", "In", "km", "Now", "Delivered"),
        [_stretch(one) for one in data["stretches"]],
    )
    if data["habitats"]:
        rows = [(one["habitat"], _km(one["now_m"]), _km(one["delivered_m"])) for one in data["habitats"]]
        yield _table("Habitat along it, in km of the way", "habitats", ("Habitat", "Now", "Delivered"), rows)
    yield Heading(2, "What it does not say", "limits")
    yield List(tuple((Paragraph((line,)),) for line in LIMITS))
    yield Heading(2, "Every cell of the way", "stations")
    yield _table(
        f"Cells of {found.side_m:,} m in order; the number of the gap that each is in, or none",
        "station-table",
        ("Cell", "km", "Place", "Area", "Now", "Delivered", "Gap"),
        [
            (
                *(str(one["station"]), f"{one['along_km']:,.1f}", one["place"], one["area"] or "none"),
                *(f"{one['now_share']:.0%}", f"{one['delivered_share']:.0%}", str(one["gap"] or "-")),
            )
            for one in found.stations()
        ],
    )


def _gap(one: Mapping[str, Any]) -> tuple[str, ...]:
    return one["from_place"], one["to_place"], one["areas"] or "no area", f"{one['gap_m']:,.0f}"


def _stretch(one: Mapping[str, Any]) -> tuple[str, ...]:
    shares = f"{one['now_share']:.0%}", f"{one['delivered_share']:.0%}"
    return one["from_place"], one["to_place"], one["areas"] or "no area", _km(one["stretch_m"]), *shares


def _km(metres: float) -> str:
    return f"{metres / 1_000:,.1f}"


NUMBERS = ("km", "m", "Now", "Delivered", "km from the start", "Cell", "Gap")


def _table(caption: str, anchor: str, titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    columns = tuple(Column(name, numeric=name in NUMBERS) for name in titles)
    return Table(caption, columns, tuple(Row(tuple((cell,) for cell in row)) for row in rows), anchor)

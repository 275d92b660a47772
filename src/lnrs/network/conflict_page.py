"""The conflicts of two neighbours as a page for the two of them: a table, then each with its map and its words."""

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from lnrs.document.html import render_html
from lnrs.document.tree import (
    Block,
    Code,
    Column,
    Document,
    Figure,
    Heading,
    LegendEntry,
    Link,
    Paragraph,
    Row,
    Table,
    Term,
)
from lnrs.network.conflict_map import HEIGHT_PX, STYLES, WIDTH_PX, draw
from lnrs.network.conflict_words import in_words, title
from lnrs.network.settlements import Settlement, Settlements
from lnrs.statement.finishing import finished

MOST_MAPS = 100
"""More maps than this make a page that no browser likes; the rest is in the table and in the GeoPackage."""
STATE_WORDS = {"open": "open", "pending": "one of the two has agreed", "settled": "settled"}


def page(
    pair: tuple[int, int],
    names: Mapping[int, str],
    conflicts: gpd.GeoDataFrame,
    gone: Settlements,
    land: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    border: BaseGeometry,
    on: str,
) -> str:
    """The page as HTML without other files. `conflicts` have their state; `land` is of both sides near the border."""
    rows = [*conflicts.itertuples()]
    blocks: list[Block] = [
        Heading(2, "The list", "list"),
        Paragraph((_opening(names, pair, conflicts),)),
        *([_table(rows)] if rows else []),
        Paragraph(
            (
                "To settle one, each of the two says so with ",
                Code("lnrs network settle"),
                " and its key.",
            )
        ),
        *_gone(gone),
    ]
    if rows:
        blocks.append(Heading(2, "One by one", "one-by-one"))
    for number, row in enumerate(rows):
        blocks += _one(row, names, land, border, with_map=number < MOST_MAPS)
    a, b = (names[number] for number in pair)
    document = Document(
        title=f"{a} and {b}",
        subtitle="Where their strategies disagree across the border",
        authority="For the two responsible authorities",
        label="",
        particulars=(Term(("As at",), (on,)), Term(("Conflicts",), (str(len(rows)),))),
        blocks=tuple(blocks),
    )
    return render_html(finished(document))


def _opening(names: Mapping[int, str], pair: tuple[int, int], conflicts: gpd.GeoDataFrame) -> str:
    if conflicts.empty:
        return f"{names[pair[0]]} and {names[pair[1]]} disagree nowhere along their border."
    count = conflicts["state"].value_counts()
    said = ", ".join(f"{count.get(state, 0)} {words}" for state, words in STATE_WORDS.items())
    return f"Of {len(conflicts)} conflicts: {said}. Hectares are of land near the stretch of border that each is about."


def _table(rows: list[Any]) -> Table:
    columns = (
        Column("Key", share=1.4),
        Column("Kind"),
        Column("What", share=2.4),
        Column("Border, m", numeric=True),
        Column("a, ha", numeric=True),
        Column("b, ha", numeric=True),
        Column("State", share=1.4),
    )
    cells = tuple(
        Row(
            (
                (Link((row.key,), f"#{row.key}"),),
                (row.kind,),
                (title(row),),
                (f"{row.frontage_m:,.0f}",),
                (f"{row.a_ha:,.1f}",),
                (f"{row.b_ha:,.1f}",),
                (_state(row),),
            )
        )
        for row in rows
    )
    return Table("Every conflict, those at odds and the longest first", columns, cells, "conflicts")


def _state(row: Any) -> str:
    if row.state == "open":
        return "open"
    waits = f", waits for {' and '.join(map(str, row.waits_for))}" if row.waits_for else ""
    return f"{row.state}: {row.outcome}{waits}"


def _one(
    row: Any,
    names: Mapping[int, str],
    land: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    border: BaseGeometry,
    *,
    with_map: bool,
) -> Iterator[Block]:
    words = in_words(row, names)
    yield Heading(3, f"{row.key}: {title(row)}", row.key, listed=False)
    yield Paragraph((words,))
    if with_map:
        yield Figure(
            image="",
            width_px=WIDTH_PX,
            height_px=HEIGHT_PX,
            alt=words,
            caption=f"Conflict {row.key}. Red: the stretch of border, or the land that both map.",
            anchor=f"{row.key}-map",
            legend=tuple(
                LegendEntry(style, (f"{names[number]}: {made}",))
                for style, number, made in zip(STYLES, (row.a, row.b), title(row).split("; "), strict=True)
            ),
            svg=draw(row, *land, border, words),
        )


def _gone(gone: tuple[Settlement, ...]) -> Iterator[Block]:
    if not gone:
        return
    yield Heading(3, "Agreements whose conflict is gone", "gone", listed=False)
    yield Paragraph(("They are kept, and change nothing while there is nothing to settle.",))
    columns = (Column("Key"), Column("Outcome"), Column("About", share=3.0))
    cells = tuple(Row(((one.key,), (one.outcome,), (one.about or one.words or "not said",))) for one in gone)
    yield Table("Agreements without a conflict", columns, cells, "gone-table")

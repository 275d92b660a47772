"""Better, bigger, more, joined: what the mapped measures would do for each habitat, before and after."""

from collections.abc import Mapping
from typing import Any

from lnrs.document.tree import Block, Column, Content, Heading, Paragraph, Row, Table
from lnrs.habitat_map.lawton import JOINED_AT_M, every
from lnrs.statement.material import Material
from lnrs.statement.plain_words import HARD_SPACE, capital, ha, hectares, percent, share_of

COLUMNS = (
    Column("Habitat", share=2.4),
    Column("Now (ha)", numeric=True),
    Column("Better (ha)", numeric=True),
    Column("After (ha)", numeric=True),
    Column("Patch now (ha)", numeric=True),
    Column("Patch after (ha)", numeric=True),
    Column("Joined now (ha)", numeric=True),
    Column("Joined after (ha)", numeric=True),
)


def joined_up(material: Material) -> list[Block]:
    """A section of the local habitat map; nothing where the habitats of the land are not known."""
    table = material.table("lawton")
    if table is None:
        return []
    caption = "Each habitat before the measures and after all of them"
    return [
        Heading(3, "Better, bigger, more and joined", "joined-up"),
        Paragraph(_said(every(table))),
        Table(caption, COLUMNS, tuple(map(_row, table.to_dict("records"))), "table-joined-up", _note()),
    ]


def _said(row: Mapping[str, Any]) -> Content:
    """In words, for the network of every habitat."""
    before, after = float(row["area_before_ha"]), float(row["area_after_ha"])
    joined = float(row["connected_before_ha"]), float(row["connected_after_ha"])
    return (
        "Sir John Lawton's review of England's wildlife sites (Making Space for Nature, 2010) asked for places that "
        "are better managed, bigger, more, and joined. If every mapped measure were carried out, "
        f"{ha(float(row['managed_ha']))} of habitat would be managed better, habitat would grow from {ha(before)} "
        f"to {ha(after)}, and connected habitat from {ha(joined[0])} to {ha(joined[1])}, "
        f"{percent(share_of(joined[1] - joined[0], joined[0]))} more. No one expects all of it: the figures say what "
        "the map offers.",
    )


def _row(held: Mapping[Any, Any]) -> Row:
    figures = ["area_before_ha", "managed_ha", "area_after_ha"]
    figures += [f"{figure}_{when}_ha" for figure in ("patch", "connected") for when in ("before", "after")]
    name = str(held["habitat"])
    return Row(((capital(name),), *((hectares(float(held[figure])),) for figure in figures)))


def _note() -> Content:
    return (
        "Better: habitat on which a measure for it is mapped. More: its area with the land that measures would turn "
        "into it; a measure's land is counted whole, though a pond fills a corner of its field. Bigger: the patch that "
        "a hectare of the habitat lies in on average. Joined: equivalent connected area, the size of a single patch "
        "that would be worth as much to wildlife as all of the habitat where it lies, for plants and animals that "
        f"settle {JOINED_AT_M / 1000:g}{HARD_SPACE}km away on average. Land that measures for several habitats share "
        "is counted for each, and once for every habitat.",
    )

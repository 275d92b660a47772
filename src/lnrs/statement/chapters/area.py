"""The strategy area, its biodiversity, and the opportunities for recovery (Environment Act 2021 s.106)."""

import pandas as pd

from lnrs.document.prose import prose_blocks
from lnrs.document.tree import Block, Column, Figure, Heading, Row, Table
from lnrs.statement.material import Material
from lnrs.statement.plain_words import capital, hectares, number, percent


def area(material: Material, maps: dict[str, Figure]) -> list[Block]:
    """The description of the area and its biodiversity, with what the layers hold."""
    title, prose = prose_blocks(material.strategy.prose.get("area", ""), "area")
    return [
        Heading(2, title or "The area and its biodiversity", "area"),
        *prose,
        Heading(3, "The area in figures", "area-in-figures"),
        *([maps["land-cover"]] if "land-cover" in maps else []),
        *_extents(material),
        *_sites(material),
    ]


def opportunities(material: Material) -> list[Block]:
    """The description of opportunities to recover or enhance biodiversity."""
    title, prose = prose_blocks(material.strategy.prose.get("opportunities", ""), "opportunities")
    return [Heading(2, title or "Opportunities for nature’s recovery", "opportunities"), *prose]


def _extents(material: Material) -> list[Block]:
    tables: list[Block] = []
    if (cover := material.table("land_cover")) is not None:
        tables.append(
            _extent(material, cover, "land_cover", "Land cover", "Land cover of the area", "table-land-cover")
        )
    if (habitat := material.table("habitat_extent")) is not None:
        caption = "Habitats of note and their extent"
        tables.append(_extent(material, habitat, "habitat", "Habitat", caption, "table-habitats"))
    return tables


def _extent(material: Material, table: pd.DataFrame, column: str, title: str, caption: str, anchor: str) -> Table:
    columns = (
        Column(title, share=3),
        Column("Area (ha)", numeric=True),
        Column("Share of the area", numeric=True),
    )
    rows = tuple(
        Row(((capital(str(name)),), (hectares(held),), (percent(material.share(held)),)))
        for name, held in zip(table[column], table["area_ha"].astype(float), strict=True)
    )
    return Table(caption, columns, rows, anchor)


def _sites(material: Material) -> list[Block]:
    table = material.table("important_by_type")
    if table is None:
        return []
    columns = (
        Column("Type of site", share=3),
        Column("Sites", numeric=True),
        Column("Area (ha)", numeric=True),
        Column("Share of the area", numeric=True),
    )
    rows = [
        Row(((str(name),), (number(sites),), (hectares(held),), (percent(share),)))
        for name, sites, held, share in table[["type_name", "sites", "area_ha", "share_of_area"]].itertuples(
            index=False
        )
    ]
    union = material.figure["important"]
    whole = Row(
        (("All, counted once",), ("–",), (hectares(union),), _share(material, union)),
        total=True,
    )
    note = ("Types overlap: much land is protected in more than one way. The last row counts each hectare once.",)
    return [Table("Designated and other important sites by type", columns, (*rows, whole), "table-sites", note)]


def _share(material: Material, held_ha: float) -> tuple[str]:
    return (percent(material.share(held_ha)),)

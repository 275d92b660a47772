"""The local habitat map: what is important, what could become so, and where (Environment Act 2021 s.106)."""

import pandas as pd

from lnrs.document.tree import Block, Column, Content, Figure, Heading, Link, Paragraph, Row, Table
from lnrs.statement.chapters.joined_up import joined_up
from lnrs.statement.material import Material
from lnrs.statement.plain_words import ha, hectares, percent, share_of


def local_habitat_map(material: Material, maps: dict[str, Figure]) -> list[Block]:
    """The map's two halves, each drawn and summed up by district."""
    return [
        Heading(2, "The local habitat map", "local-habitat-map"),
        Paragraph(
            (
                "The map identifies areas that are of particular importance for biodiversity already, and areas "
                "that could become so: where the potential measures of this strategy would make a particular "
                "contribution. It covers the whole of the strategy area. The two kinds of area never overlap.",
            )
        ),
        Heading(3, "Areas of particular importance", "areas-of-particular-importance"),
        Paragraph(_important(material)),
        *_drawn(maps, "important"),
        *_by_type_and_district(material),
        Heading(3, "Areas that could become of particular importance", "areas-that-could-become-important"),
        Paragraph(_could_become(material)),
        *_drawn(maps, "could-become"),
        *_by_district(material),
        *joined_up(material),
    ]


def parishes(material: Material) -> list[Block]:
    """An appendix: the same figures for every parish."""
    table = material.table("by_parish")
    if table is None:
        return []
    caption = "Every parish: areas of importance and areas that could become so"
    return [
        Heading(2, "Parish by parish", "parishes", appendix=True),
        Paragraph(
            (
                "Hectares of each parish, counted once. A parish that lies partly outside the area counts for its "
                "part inside.",
            )
        ),
        _places(table, "Parish", caption, "table-parishes"),
    ]


def _drawn(maps: dict[str, Figure], key: str) -> list[Block]:
    return [maps[key]] if key in maps else []


def _important(material: Material) -> Content:
    held = material.figure["important"]
    return (
        f"Areas of particular importance cover {ha(held)}, {percent(material.share(held))} of the area. They are the "
        "national conservation sites, local nature reserves, local wildlife sites and irreplaceable habitat, and "
        "nothing else.",
    )


def _could_become(material: Material) -> Content:
    held = material.figure["could_become"]
    return (
        f"Areas that could become of particular importance cover {ha(held)}, {percent(material.share(held))} of the "
        "area. They are the land where at least one measure is mapped, less the areas of particular importance. ",
        Link(("How the map was made",), "#method"),
        " tells how the land was chosen.",
    )


def _by_type_and_district(material: Material) -> list[Block]:
    table, types = material.table("important_by_district_and_type"), material.table("important_by_type")
    districts = material.table("by_district")
    if table is None or types is None or districts is None:
        return []
    codes = [str(code) for code in types["apib_type"]]
    held = table.set_index(["code", "apib_type"])["area_ha"].astype(float).to_dict()
    columns = (
        Column("District", share=2),
        *(Column(_short(code), numeric=True) for code in codes),
        Column("Counted once", numeric=True),
    )
    rows = [
        Row(((str(name),), *((hectares(held.get((code, kind), 0.0)),) for kind in codes), (hectares(union),)))
        for code, name, union in districts[["code", "name", "important_ha"]].itertuples(index=False)
    ]
    note = (_key_to_types(types),)
    caption = "Areas of particular importance by district and type (ha)"
    return [Table(caption, columns, tuple(rows), "table-important-by-district", note)]


def _key_to_types(types: pd.DataFrame) -> str:
    pairs = (f"{_short(code)}: {name}" for code, name in zip(types["apib_type"], types["type_name"], strict=True))
    return f"{'; '.join(pairs)}. The last column counts land of several types once."


def _short(code: str) -> str:
    """A type's code as people write it."""
    return {"RAMSAR": "Ramsar", "IRREP": "Irrepl."}.get(code, code)


def _by_district(material: Material) -> list[Block]:
    table = material.table("by_district")
    if table is None:
        return []
    caption = "Areas of importance and areas that could become so, by district"
    return [_places(table, "District", caption, "table-by-district")]


def _places(table: pd.DataFrame, kind: str, caption: str, anchor: str) -> Table:
    columns = (
        Column(kind, share=2.2),
        Column("Area (ha)", numeric=True),
        Column("Important (ha)", numeric=True),
        Column("Share", numeric=True, share=0.8),
        Column("Could become (ha)", numeric=True),
        Column("Share", numeric=True, share=0.8),
    )
    wanted = table[["name", "area_ha", "important_ha", "could_become_ha"]]
    rows = [_place(str(name), *map(float, held)) for name, *held in wanted.itertuples(index=False)]
    return Table(caption, columns, tuple(rows), anchor)


def _place(name: str, area_ha: float, important_ha: float, could_become_ha: float) -> Row:
    shares = (percent(share_of(part, area_ha)) for part in (important_ha, could_become_ha))
    important_share, become_share = shares
    return Row(
        (
            (name,),
            (hectares(area_ha),),
            (hectares(important_ha),),
            (important_share,),
            (hectares(could_become_ha),),
            (become_share,),
        )
    )

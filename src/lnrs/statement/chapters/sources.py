"""Where the data come from, under which licence, and what was mended in them."""

from lnrs.document.tree import Block, Column, Content, Heading, Link, List, Paragraph, Row, Strong, Table, lines
from lnrs.layers.licences import LICENCES
from lnrs.layers.record import LayerRecord
from lnrs.statement.material import Material
from lnrs.statement.plain_words import counted, day


def sources(material: Material) -> list[Block]:
    """Every layer with its publisher, version and licence, and the acknowledgements that licences ask for."""
    heading = Heading(2, "Data, sources and licences", "sources")
    if not material.records:
        return [heading, Paragraph(("No records of layers are held with this edition.",))]
    columns = (
        Column("Data set", share=2.6),
        Column("Publisher", share=2),
        Column("Version", share=1.6),
        Column("Licence", share=1.6),
        Column("Mended", share=1.2),
    )
    rows = tuple(_row(layer, record) for layer, record in material.records.items())
    return [
        heading,
        Paragraph(
            (
                "The map was made from these data sets. Each was checked before it was let in, and what was mended "
                "in it is counted.",
            )
        ),
        Table("Data sets", columns, rows, "table-sources"),
        Heading(3, "Acknowledgements", "acknowledgements"),
        List(tuple((Paragraph((text,)),) for text in _attributions(material))),
    ]


def _row(layer: str, record: LayerRecord) -> Row:
    title = lines((record.title,), (Strong(("Sensitive: not published in detail",)),) if record.sensitive else ())
    mended = counted(len(record.repairs), "feature") if record.repairs else "Nothing"
    version = lines((record.version,), (f"retrieved {day(record.retrieved)}",))
    return Row((title, (record.publisher,), version, _licence(record.licence), (mended,)), anchor=f"data-{layer}")


def _licence(licence: str) -> Content:
    known = LICENCES.get(licence)
    if known is None:
        return (licence,)
    return (Link((known.name,), known.url),) if known.url else (known.name,)


def _attributions(material: Material) -> list[str]:
    return list(dict.fromkeys(record.attribution for record in material.records.values() if record.attribution))

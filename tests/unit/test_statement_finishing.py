"""The last pass over the document: anchors, links and numbers."""

from lnrs.document.patterns import Style
from lnrs.document.tree import (
    Block,
    Column,
    Document,
    Emphasis,
    Figure,
    Heading,
    LegendEntry,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Row,
    Strong,
    Table,
    Term,
    Terms,
    links,
    plain,
)
from lnrs.statement.finishing import finished

TO_GL1, TO_NOWHERE = Link(("GL1",), "#priority-GL1"), Link(("lost",), "#lost")


def document(*blocks: Block) -> Document:
    return Document("T", "S", "A", "", (), blocks)


def table(anchor: str, *cells: str, row: str = "") -> Table:
    return Table("c", (Column("a"),), tuple(Row(((cell,),), row) for cell in cells), anchor)


def figure(anchor: str) -> Figure:
    return Figure("a.png", 10, 10, "alt", "c", anchor)


def test_chapters_sections_and_appendices_are_numbered_in_order() -> None:
    made = finished(
        document(
            Heading(2, "a", "a"),
            Heading(3, "b", "b"),
            Heading(4, "c", "c"),
            Heading(3, "d", "d"),
            Heading(2, "e", "e"),
            Heading(3, "f", "f"),
            Heading(2, "g", "g", appendix=True),
            Heading(3, "h", "h", listed=False),
            Heading(2, "i", "i", appendix=True),
        )
    )
    assert [heading.number for heading in made.headings] == ["1", "1.1", "", "1.2", "2", "2.1", "A", "", "B"]


def test_tables_and_maps_are_numbered_apart() -> None:
    made = finished(document(table("a"), figure("b"), table("c"), figure("d"))).blocks
    assert [block.number for block in made if isinstance(block, Table | Figure)] == [1, 1, 2, 2]


def test_the_contents_are_the_chapters_with_their_listed_sections() -> None:
    made = document(
        Heading(2, "a", "a"), Heading(3, "b", "b"), Heading(3, "c", "c", listed=False), Heading(2, "d", "d")
    )
    assert [(one.heading.text, [section.text for section in one.sections]) for one in made.chapters] == [
        ("a", ["b"]),
        ("d", []),
    ]


def test_an_anchor_that_is_taken_gets_a_number() -> None:
    made = finished(document(Heading(3, "a", "x"), table("x"), figure("x"), Heading(3, "b", "y")))
    assert [block.anchor for block in made.blocks] == ["x", "x-2", "x-3", "y"]  # type: ignore[union-attr]


def test_a_link_to_what_is_there_stays_wherever_it_stands() -> None:
    content = ("see ", Strong((Emphasis((TO_GL1,)),)))
    (row,) = finished(document(Heading(4, "GL1", "priority-GL1"), Paragraph(content))).blocks[1:]
    assert isinstance(row, Paragraph)
    assert list(links(row.content)) == [TO_GL1]


def test_rows_terms_and_paragraphs_can_be_led_to() -> None:
    anchored: tuple[Block, ...] = (
        table("t", "a", row="row"),
        Terms((Term(("a",), ("b",), "term"),)),
        Paragraph(("a",), "paragraph"),
    )
    wanted = tuple(Link((name,), f"#{name}") for name in ("t", "row", "term", "paragraph"))
    last = finished(document(*anchored, Paragraph(wanted))).blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.content == wanted


def test_a_link_to_nowhere_becomes_words_in_every_kind_of_block() -> None:
    content = ("a ", TO_NOWHERE)
    everywhere: tuple[Block, ...] = (
        Paragraph(content),
        Note(content),
        List(((Paragraph(content),),)),
        Quote((Paragraph(content),)),
        Terms((Term(content, content),)),
        Table("c", (Column("a"),), (Row((content,)),), "t", note=content),
        Figure("a.png", 1, 1, "alt", "c", "f", (LegendEntry(Style("#000000"), content),), content),
    )
    made = finished(document(*everywhere))
    assert "#lost" not in str(made)
    assert str(made).count("'lost'") == 10


def test_only_addresses_that_a_reader_can_use_are_links() -> None:
    urls = ("https://a.org", "http://a.org", "mailto:a@a.org", "ftp://a.org", "file:///etc/passwd", "notes.md")
    (made,) = finished(document(Paragraph(tuple(Link((url,), url) for url in urls)))).blocks
    assert isinstance(made, Paragraph)
    assert [link.url for link in links(made.content)] == list(urls[:3])
    assert plain(made.content) == "".join(urls)

"""The document as Typst source: words arrive as they are, and the structure is there."""

import json

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.document.patterns import Style
from lnrs.document.tree import (
    Block,
    Break,
    Code,
    Column,
    Document,
    Emphasis,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
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
)
from lnrs.document.typst_source import inline, typst_source
from lnrs.document.typst_text import string

AWKWARD = [
    "#",
    "*_`$",
    "[a]",
    "<b>",
    "@c",
    "\\",
    '"',
    "//",
    "/* d */",
    "= e",
    "- f",
    "~",
    "\\u{41}",
    "https://g.org",
    "é–’",
]


def source(*blocks: Block) -> str:
    return typst_source(Document("T", "S", "A", "", (), blocks))


def read_back(literal: str) -> object:
    """What Typst takes a string literal to be."""
    found = typst.query(f"#metadata({literal}) <it>".encode(), "<it>", field="value", one=True)
    return json.loads(found)


@pytest.mark.parametrize("text", AWKWARD)
def test_a_literal_is_read_back_as_the_text(text: str) -> None:
    assert read_back(string(text)) == text


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    assert read_back(string(text)) == text


def test_line_breaks_and_tabs_in_a_cell_stay_white_space() -> None:
    assert read_back(string("a\nb\tc\r\nd")) == "a\nb c\nd"


def test_content_nests() -> None:
    content = (Strong(("a", Emphasis(("b",)))), Break(), Code("c"), Link(("d",), "#e.1"), Link(("f",), "https://g.org"))
    assert inline(content) == (
        '[#strong[#"a"#emph[#"b"]]#linebreak()#raw("c")#link(label("e.1"))[#"d"]#link("https://g.org")[#"f"]]'
    )


def test_chapters_are_the_first_level_of_the_pdf() -> None:
    made = source(Heading(2, "One", "one", number="1"), Heading(2, "Two", "two", number="A", appendix=True))
    assert '#heading(level: 1)[#"1\u2002One"]#label("one")' in made
    assert '#heading(level: 1)[#"Appendix A\u2002Two"]#label("two")' in made


def test_small_headings_are_bookmarked_without_filling_the_contents() -> None:
    assert '#heading(level: 3, outlined: false, bookmarked: true)[#"a"]' in source(Heading(4, "a", "a"))


def test_a_table_keeps_its_columns_its_header_and_the_places_links_lead_to() -> None:
    columns = (Column("Place", share=2.5), Column("ha", numeric=True))
    rows = (Row((("Wye",), ("12",)), anchor="wye"), Row((("All",), ("12",)), total=True))
    made = source(Table("Areas", columns, rows, "areas", note=("Once.",), number=4))
    assert "columns: (2.5fr, 1fr,), align: (left, right,)" in made
    assert 'header: ([#"Place"], [#"ha"],)' in made
    assert '[#metadata(none)#label("wye")#[#"Wye"]], [#"12"],' in made
    assert 'total[#[#[#"All"]]], total[#[#"12"]],' in made
    assert 'number: 4, caption: "Areas"' in made
    assert '#small-note[#"Once."]' in made


def test_a_table_of_many_columns_is_set_smaller() -> None:
    wide = tuple(Column(str(number)) for number in range(8))
    assert "small: true" in source(Table("c", wide, (), "t"))
    assert "small: false" in source(Table("c", wide[:7], (), "t"))


@pytest.mark.parametrize(("words", "pairs"), [("short", 2), ("long enough to need the whole of the line to itself", 1)])
def test_short_entries_of_a_legend_stand_two_by_two(words: str, pairs: int) -> None:
    legend = (LegendEntry(Style("#123456"), (words,)),)
    assert f"#legend(pairs: {pairs}, " in source(Figure("a.png", 16, 10, "alt", "c", "f", legend))


def test_every_kind_of_block_can_be_set() -> None:
    every: tuple[Block, ...] = (
        Heading(2, "a", "a", number="1"),
        Heading(3, "b", "b", number="1.1", colour="#123456"),
        Paragraph(("c",), "c"),
        List(((Paragraph(("d",)), Paragraph(("e",))),)),
        List(((Paragraph(("f",)),),), numbered=True),
        Terms((Term(("g",), ("h",), "g"),)),
        KeyFigures((KeyFigure("1 ha", "i", "j"), KeyFigure("2", "k"))),
        Table("l", (Column("m"),), (Row((("n",),), "n"), Row((("o",),), total=True)), "l"),
        Note(("p",)),
        Quote((Paragraph(("q",)),)),
    )
    document = Document("T", "S", "A", "An example", (Term(("r",), ("s",)),), every)
    pdf = typst.compile(typst_source(document).encode(), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True)
    assert pdf.startswith(b"%PDF-")

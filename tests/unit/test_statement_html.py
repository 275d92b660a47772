"""The document as HTML, block by block."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnrs.document.html import css_string, inline, render_html
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
from lnrs.statement.finishing import finished


def page(*blocks: Block, label: str = "") -> str:
    """The page of a document with these blocks, every space between tags taken out."""
    made = finished(Document("Title", "Subtitle", "The authority", label, (), blocks))
    return re.sub(r">\s+<", "><", render_html(made))


@given(st.text())
def test_words_can_never_be_markup(text: str) -> None:
    written = str(inline((text, Strong((text,)), Code(text))))
    assert re.sub(r"</?(strong|code)>", "", written).count("<") == 0


def test_content_nests() -> None:
    content = (Strong(("a", Emphasis(("b",)))), Break(), Code("c"), Link(("d",), "#e"))
    assert inline(content) == '<strong>a<em>b</em></strong><br><code>c</code><a href="#e">d</a>'


def test_a_web_address_with_marks_of_its_own_is_kept_whole() -> None:
    assert 'href="https://a.org/?b=1&amp;c=&#34;2&#34;"' in inline((Link(("d",), 'https://a.org/?b=1&c="2"'),))


def test_headings_show_their_numbers_and_appendices_their_letters() -> None:
    made = page(Heading(2, "One", "one"), Heading(3, "Two", "two"), Heading(2, "Three", "three", appendix=True))
    assert '<h2 id="one"><span class="number">1</span> One</h2>' in made
    assert '<h3 id="two"><span class="number">1.1</span> Two</h3>' in made
    assert '<h2 id="three"><span class="number">Appendix A</span> Three</h2>' in made


def test_a_themes_heading_has_its_colour_as_well_as_its_name() -> None:
    assert 'class="theme" style="border-color: #123456"' in page(Heading(3, "a", "a", colour="#123456"))


def test_a_heading_that_is_not_listed_stays_out_of_the_contents() -> None:
    made = page(Heading(2, "a", "a"), Heading(3, "b", "b", listed=False))
    assert '<h3 id="b" class="minor">b</h3>' in made
    assert 'href="#b"' not in made


def test_lists_are_lists() -> None:
    one = (Paragraph(("a",)),)
    two = (Paragraph(("b",)), Paragraph(("c",)))
    assert "<ul><li>a</li><li><p>b</p><p>c</p></li></ul>" in page(List((one, two)))
    assert "<ol><li>a</li></ol>" in page(List((one,), numbered=True))


def test_terms_stand_with_what_is_said_of_them() -> None:
    made = page(Terms((Term(("Kind",), ("habitat",), "kind"),)))
    assert '<div id="kind"><dt>Kind</dt><dd>habitat</dd></div>' in made


def test_a_key_figure_is_a_label_with_its_value_and_note() -> None:
    made = page(KeyFigures((KeyFigure("12 ha", "mapped", "3 %"), KeyFigure("4", "themes"))))
    assert '<dt>mapped</dt><dd class="value">12 ha</dd><dd class="note">3 %</dd>' in made
    assert '<dt>themes</dt><dd class="value">4</dd></div>' in made


def test_a_table_says_what_heads_each_row_and_column() -> None:
    columns = (Column("Place"), Column("Area (ha)", numeric=True, share=3))
    rows = (Row((("Wye",), ("12",)), anchor="wye"), Row((("All",), ("12",)), total=True))
    made = page(Table("Areas & more", columns, rows, "areas", note=("Once.",)))
    assert '<caption id="areas-caption"><strong>Table 1.</strong> Areas &amp; more</caption>' in made
    assert '<th scope="col">Place</th><th scope="col" class="numeric">Area (ha)</th>' in made
    assert '<tr id="wye"><th scope="row">Wye</th><td class="numeric">12</td></tr>' in made
    assert '<tr class="total"><th scope="row">All</th>' in made
    assert '<col style="width: 25.0%"><col style="width: 75.0%">' in made
    assert '<p class="small">Once.</p>' in made


def test_a_map_has_its_words_its_size_and_a_legend_of_real_text() -> None:
    legend = (LegendEntry(Style("#123456", "rising"), (Strong(("GL1",)), " meadow")),)
    made = page(Figure("gl.png", 1600, 1000, 'A "map"', "Meadow", "map-gl", legend, ("Drawn small.",)))
    assert 'src="maps/gl.png" alt="A &#34;map&#34;" width="1600" height="1000"' in made
    assert "<figcaption><strong>Map 1.</strong> Meadow</figcaption>" in made
    assert '<svg class="swatch" aria-hidden="true"' in made
    assert "</svg><span><strong>GL1</strong> meadow</span></li>" in made
    assert '<p class="small">Drawn small.</p>' in made


def test_notes_and_quotations_are_set_apart() -> None:
    made = page(Note(("Mind.",)), Quote((Paragraph(("Said.",)),)))
    assert '<div class="callout"><p>Mind.</p></div>' in made
    assert "<blockquote><p>Said.</p></blockquote>" in made


def test_a_label_is_repeated_in_print_and_only_where_there_is_one() -> None:
    assert "@top-center" in page(label="An example")
    assert '<aside class="label" aria-label="Status of this document">An example</aside>' in page(label="An example")
    assert "@top-center" not in page()
    assert "<aside" not in page()


@pytest.mark.parametrize("text", ['"} * { display: none } /*', "</style><script>", "\\", "a\nb", "An example: 1"])
def test_a_label_cannot_break_out_of_the_style_sheet(text: str) -> None:
    written = css_string(text)
    assert re.fullmatch(r'"([A-Za-z0-9 ]|\\[0-9a-f]{6})*"', written)
    back = re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), written[1:-1])
    assert back == text

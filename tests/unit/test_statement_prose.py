"""Markdown is read into the statement's own tree, and nothing in it is obeyed as HTML."""

from itertools import pairwise

import pytest

from lnrs.document.prose import prose_blocks
from lnrs.document.tree import (
    Block,
    Break,
    Code,
    Emphasis,
    Heading,
    Link,
    List,
    Paragraph,
    Quote,
    Strong,
    Table,
)


def blocks(markdown: str) -> tuple[Block, ...]:
    return prose_blocks(f"## Title\n\n{markdown}", "area")[1]


def test_the_first_heading_is_the_chapters_title() -> None:
    assert prose_blocks("## The *land*\n\nFlat.", "area") == ("The land", (Paragraph(("Flat.",)),))


def test_prose_without_a_heading_has_no_title() -> None:
    assert prose_blocks("Flat.", "area") == ("", (Paragraph(("Flat.",)),))


def test_an_empty_chapter_is_empty() -> None:
    assert prose_blocks("", "area") == ("", ())


def test_sections_begin_at_level_three_under_anchors_of_the_chapter() -> None:
    assert blocks("### What *lives* here\n\n#### Birds & bees") == (
        Heading(3, "What lives here", "area-what-lives-here"),
        Heading(4, "Birds & bees", "area-birds-bees"),
    )


@pytest.mark.parametrize("markdown", ["## A\n\n#### B\n\n###### C\n\n## D", "#### A\n\n###### B\n\n### C"])
def test_headings_never_skip_a_level(markdown: str) -> None:
    levels = [2, *(block.level for block in blocks(markdown) if isinstance(block, Heading))]
    assert levels[1] == 3
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_words_keep_their_stress_links_and_code() -> None:
    assert blocks("a **b *c*** `d` [e](https://example.org) f  \ng\nh") == (
        Paragraph(
            (
                "a ",
                Strong(("b ", Emphasis(("c",)))),
                " ",
                Code("d"),
                " ",
                Link(("e",), "https://example.org"),
                " f",
                Break(),
                "g",
                " ",
                "h",
            )
        ),
    )


def test_html_is_shown_as_it_is_written() -> None:
    assert blocks("<script>alert(1)</script>") == (Paragraph(("<script>alert(1)</script>",)),)


def test_a_link_that_would_run_something_is_no_link() -> None:
    assert blocks("[a](javascript:alert(1))") == (Paragraph(("[a](javascript:alert(1))",)),)


def test_lists_hold_blocks_and_know_whether_their_order_matters() -> None:
    bulleted, ordered = blocks("- a\n- b\n\n  c\n\n1. d")
    assert bulleted == List(((Paragraph(("a",)),), (Paragraph(("b",)), Paragraph(("c",)))))
    assert ordered == List(((Paragraph(("d",)),),), numbered=True)


def test_quotations_are_set_apart() -> None:
    assert blocks("> a") == (Quote((Paragraph(("a",)),)),)


def test_a_table_is_captioned_with_the_heading_it_stands_under() -> None:
    _, table = blocks("### Gains\n\n| where | ha |\n| --- | --: |\n| *coast* | 12 |")
    assert isinstance(table, Table)
    assert table.caption == "Gains"
    assert [(column.title, column.numeric) for column in table.columns] == [("where", False), ("ha", True)]
    assert table.rows[0].cells == ((Emphasis(("coast",)),), ("12",))


def test_a_picture_is_replaced_by_its_words() -> None:
    assert blocks("![A heron](heron.jpg)") == (Paragraph(("A heron",)),)


def test_straight_quotation_marks_are_curled() -> None:
    assert blocks('"It\'s here"') == (Paragraph(("“It’s here”",)),)

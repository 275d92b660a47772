"""Numbers, dates and names as people write them."""

from datetime import date

import pytest

from lnrs.document.slug import slug
from lnrs.statement.plain_words import counted, day, ha, heading_words, hectares, percent, sentence, share_of


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("area_ha", "written"),
    [
        (0, "0"),
        (-0.0, "0"),
        (0.0004, "<0.1"),
        (0.05, "0.1"),
        (3.14159, "3.1"),
        (9.94, "9.9"),
        (9.96, "10"),
        (12.4, "12"),
        (999.6, "1,000"),
        (12345.4, "12,345"),
        (373922.0, "373,922"),
    ],
)
def test_hectares_are_whole_unless_there_are_few(area_ha: float, written: str) -> None:
    assert hectares(area_ha) == written


def test_a_number_never_parts_from_its_unit_at_the_end_of_a_line() -> None:
    assert ha(12345) == "12,345\u00a0ha"
    assert percent(0.234) == "23.4\u00a0%"


@pytest.mark.parametrize(
    ("share", "written"), [(0, "0.0 %"), (0.0001, "<0.1 %"), (0.001, "0.1 %"), (0.2341, "23.4 %"), (1, "100.0 %")]
)
def test_shares_are_written_to_a_tenth_of_a_per_cent(share: float, written: str) -> None:
    assert spaced(percent(share)) == written


def test_a_share_of_nothing_is_nothing() -> None:
    assert share_of(5, 0) == 0
    assert share_of(5, 20) == 0.25


def test_dates_are_written_in_full() -> None:
    assert spaced(day(date(2026, 2, 3))) == "3 February 2026"


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0 priorities"), (1, "1 priority"), (2, "2 priorities"), (1200, "1,200 priorities")]
)
def test_one_is_singular_and_the_rest_are_plural(count: int, written: str) -> None:
    assert spaced(counted(count, "priority", "priorities")) == written


@pytest.mark.parametrize(
    ("words", "written"), [("meadow", "Meadow."), ("Is it?", "Is it?"), (" done. ", "Done."), ("3 ha", "3 ha.")]
)
def test_a_sentence_has_a_capital_and_a_stop(words: str, written: str) -> None:
    assert sentence(words) == written


def test_a_sentence_used_as_a_heading_loses_its_stop() -> None:
    assert heading_words("Make meadow. ") == "Make meadow"


@pytest.mark.parametrize(
    ("text", "written"), [("Rivers & ponds", "rivers-ponds"), ("Pâturage été", "paturage-ete"), ("***", "section")]
)
def test_anchors_are_plain_letters(text: str, written: str) -> None:
    assert slug(text) == written

"""Marks on maps can be told apart: by colour, by pattern, and from the land beneath."""

from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest

from lnrs.document.colours import PAPER, contrast, luminance, packed, rgb, tones, with_contrast
from lnrs.document.patterns import PATTERNS, PERIOD, Pattern, Style, cut_out, swatch_svg
from lnrs.statement.map_plans import COULD_BECOME, IMPORTANT, SITE_STYLES

THEME_COLOURS = ["#b5a642", "#a2559c", "#2e6b34", "#3478b0", "#000000", "#ffffff", "#808080", "#ff0000"]
PATTERNED = [pattern for pattern in PATTERNS if pattern != "plain"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.478), ("#aaaaaa", "#aaaaaa", 1)]
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("colour", THEME_COLOURS)
@pytest.mark.parametrize("ratio", [3.0, 4.5, 7.0])
def test_a_colour_is_made_just_dark_enough(colour: str, ratio: float) -> None:
    assert ratio <= contrast(with_contrast(colour, ratio), PAPER) < ratio + 0.35


@pytest.mark.parametrize("colour", THEME_COLOURS)
def test_every_tone_of_a_theme_stands_out_from_the_land(colour: str) -> None:
    found = tones(colour, 6)
    assert all(contrast(tone, PAPER) >= 3 for tone in found)
    assert len(set(found)) == 6


def test_priorities_next_to_each_other_differ_in_depth_as_well_as_hue() -> None:
    shades = [luminance(tone) for tone in tones("#2e6b34", 6)]
    assert all(abs(one - other) > 0.004 for one, other in combinations(shades, 2))


def test_a_theme_may_have_any_number_of_priorities() -> None:
    assert tones("#2e6b34", 0) == ()
    assert len(tones("#2e6b34", 14)) == 14


@pytest.mark.parametrize("style", [IMPORTANT, COULD_BECOME, *(style for _, _, style in SITE_STYLES)])
def test_the_styles_of_the_local_habitat_map_stand_out_from_the_land(style: Style) -> None:
    assert contrast(style.colour, PAPER) >= 3


def test_kinds_of_site_differ_in_pattern_as_well_as_colour() -> None:
    styles = [style for _, _, style in SITE_STYLES]
    assert len({style.pattern for style in styles}) == len(styles)
    assert COULD_BECOME.pattern != IMPORTANT.pattern


def test_a_packed_colour_is_its_three_channels_in_order() -> None:
    assert np.array([packed("#123456")]).view(np.uint8).tolist() == [0x12, 0x34, 0x56, 255]
    assert rgb("#123456") == (0x12, 0x34, 0x56)


def test_light_brightens_and_shade_darkens_within_what_can_be_shown() -> None:
    bright, dark = (np.array([packed("#f08010", light)]).view(np.uint8)[:3].tolist() for light in (0.5, -0.5))
    assert bright == [255, 192, 24]
    assert dark == [120, 64, 8]


@pytest.mark.parametrize("pattern", PATTERNED)
def test_a_pattern_leaves_some_paper_and_keeps_most_of_the_colour(pattern: Pattern) -> None:
    assert 0.1 < cut_out(pattern, (200, 200)).mean() < 0.45


def test_a_plain_mark_leaves_no_paper() -> None:
    assert not cut_out("plain", (50, 50)).any()


@pytest.mark.parametrize("pattern", PATTERNED)
def test_a_pattern_runs_on_without_a_seam(pattern: Pattern) -> None:
    cut = cut_out(pattern, (6 * PERIOD + 3, 6 * PERIOD + 7))
    assert (cut[2 * PERIOD :] == cut[: -2 * PERIOD]).all()
    assert (cut[:, 2 * PERIOD :] == cut[:, : -2 * PERIOD]).all()


@pytest.mark.parametrize(("one", "other"), list(combinations(PATTERNS, 2)))
def test_no_two_patterns_are_alike(one: Pattern, other: Pattern) -> None:
    assert (cut_out(one, (80, 80)) != cut_out(other, (80, 80))).mean() > 0.1


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_swatch_in_a_legend_shows_the_colour_and_the_pattern(pattern: Pattern) -> None:
    drawing = ElementTree.fromstring(swatch_svg(Style("#336699", pattern)))
    shapes = [part.tag.rpartition("}")[2] for part in drawing.iter()]
    assert "#336699" in {part.get("fill") for part in drawing.iter()}
    assert ("circle" in shapes) == (pattern == "dotted")
    assert len({swatch_svg(Style("#336699", other)) for other in PATTERNS}) == len(PATTERNS)

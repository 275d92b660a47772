"""What the map is drawn from: marks that can be told apart without colour, and nothing of anyone else's."""

import itertools
import tomllib
from importlib.resources import files
from io import BytesIO

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lnrs.document.colours import contrast, mixed, rgb
from lnrs.document.patterns import cut_out
from lnrs_web.atlas import marks, sprite
from lnrs_web.atlas.style import style
from lnrs_web.editions.models import Theme

from .published import AREA, publish

MAP = f"{AREA}map/"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_any_colour_of_a_theme_is_made_to_stand_out_from_every_ground(colour: str) -> None:
    for ground in marks.GROUNDS:
        assert contrast(marks.standing_out(colour), ground) >= marks.LEAST_CONTRAST


def test_the_fill_of_areas_of_importance_is_a_ground_as_well_and_no_darker_where_sites_overlap() -> None:
    """It is solid: a fill that lets light through is darker where a site lies within another."""
    layers = style({"importance": "x", "context": "y"}, "x", {}, "x")["layers"]
    by_name = {layer["id"]: layer["paint"] for layer in layers}
    assert by_name["important"] == {"fill-color": marks.IMPORTANT_FILL}
    wet = by_name["water-over"]
    for seen in (marks.IMPORTANT_FILL, mixed(wet["fill-color"], wet["fill-opacity"], marks.IMPORTANT_FILL)):
        assert seen in marks.GROUNDS
    order = [layer["id"] for layer in layers]
    assert order.index("water") < order.index("important") < order.index("water-over") < order.index("important-edge")


def test_the_sketch_s_themes_stand_out_and_can_still_be_told_apart() -> None:
    """In every pair the pattern differs, or the colour plainly does."""
    written = tomllib.loads((files("lnrs.sketch") / "content" / "themes.toml").read_text(encoding="utf-8"))["theme"]
    found = marks.theme_marks(Theme(prefix=one["prefix"], colour=one["colour"]) for one in written).values()
    assert len(found) == 9
    for one, other in itertools.combinations(found, 2):
        apart = sum((a - b) ** 2 for a, b in zip(rgb(one.style.colour), rgb(other.style.colour), strict=True)) ** 0.5
        assert one.style.pattern != other.style.pattern or apart > 60


def test_a_colour_that_stands_out_is_left_as_it_is() -> None:
    assert marks.standing_out("#1c5133") == "#1c5133"


@pytest.mark.parametrize("colour", ["", "red", "#12345", '"><script>', "#1c5133;"])
def test_what_is_no_colour_becomes_grey_and_reaches_no_page(colour: str) -> None:
    assert marks.standing_out(colour) == marks.NO_COLOUR


@pytest.mark.parametrize("mark", [marks.IMPORTANT, marks.COULD_BECOME])
def test_edges_stand_out_from_every_ground(mark: marks.Mark) -> None:
    assert min(contrast(mark.style.colour, ground) for ground in marks.GROUNDS) >= marks.LEAST_CONTRAST


@given(st.lists(COLOURS, min_size=2, max_size=20))
def test_themes_that_are_neighbours_differ_in_pattern_and_none_hides_what_is_below(colours: list[str]) -> None:
    themes = [Theme(prefix=f"T{place}", colour=colour) for place, colour in enumerate(colours)]
    patterns = [mark.style.pattern for mark in marks.theme_marks(themes).values()]
    assert all(one != other for one, other in itertools.pairwise(patterns))
    assert "plain" not in patterns


@pytest.mark.parametrize("dots", [1, 2])
def test_a_pattern_is_the_legend_s_own_and_its_picture_is_where_the_index_says(dots: int) -> None:
    found = [*marks.theme_marks([Theme(prefix="A", colour="#336633"), Theme(prefix="B", colour="#884422")]).values()]
    picture = np.asarray(Image.open(BytesIO(sprite.png(found, dots_a_point=dots))))
    for mark in found:
        at = sprite.index(found, dots_a_point=dots)[mark.name]
        part = picture[at["y"] : at["y"] + at["height"], at["x"] : at["x"] + at["width"]]
        assert at["pixelRatio"] == dots
        assert (part == marks.picture(mark.style, dots_a_point=dots)).all()
        if dots == 2:
            assert ((part[..., 3] == 0) == cut_out(mark.style.pattern, part.shape[:2])).all()


@pytest.mark.django_db
def test_the_style_draws_this_edition_s_own_tiles_and_fetches_no_letters(client: Client) -> None:
    edition = publish()
    style = client.get(f"{MAP}style.json").json()
    assert set(style["sources"]) == {"context", "importance", "could_become", "measures"}
    for name, source in style["sources"].items():
        address = f"/kent-and-medway/editions/{edition.identity}/tiles/{name}.pmtiles"
        assert source["url"] == f"pmtiles://{address}"
        assert b"".join(client.get(address).streaming_content).startswith(b"PMTiles")
    assert "glyphs" not in style
    assert "http" not in str(style)
    assert "draft-1 of 2026-10-01" in style["name"]


@pytest.mark.django_db
def test_every_pattern_that_the_style_names_is_in_its_picture(client: Client) -> None:
    publish()
    style = client.get(f"{MAP}style.json").json()
    named = {layer["paint"]["fill-pattern"] for layer in style["layers"] if "fill-pattern" in layer.get("paint", {})}
    for scale in ("", "@2x"):
        index = client.get(f"{style['sprite']}{scale}.json").json()
        assert named == set(index)
        picture = client.get(f"{style['sprite']}{scale}.png")
        assert picture["Content-Type"] == "image/png"
        assert Image.open(BytesIO(picture.content)).width == sum(one["width"] for one in index.values())
    assert client.get(style["sprite"]).status_code == 404


@pytest.mark.django_db
def test_every_theme_has_its_layers_from_far_and_from_near(client: Client) -> None:
    publish()
    layers = client.get(f"{MAP}style.json").json()["layers"]
    themed = [layer["metadata"] for layer in layers if "theme" in layer.get("metadata", {})]
    assert {one["theme"] for one in themed} == {"GL", "WTH"}
    assert [one["by"] for one in themed] == ["measure", "measures", "measures"] * 2
    assert len({layer["id"] for layer in layers}) == len(layers)

"""Where neighbours disagree across their border, drawn as text.

The border runs down the middle, between area 38 in the west and area 40 in the east. A letter is a square of 100 m
that one of them maps for something; a dot is land for which they map nothing.
"""

from textwrap import dedent

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.network.conflict_keys import with_earlier_keys
from lnrs.network.conflict_words import in_words
from lnrs.network.conflicts import COLUMNS, DEPTH_M, between
from lnrs.network.incompatible import rules, why_at_odds
from lnrs.network.vocabulary import habitats

CELL_M = 100.0
EAST_M, NORTH_M = 520_000.0, 150_000.0
LEGEND = {
    "W": ("Woodland and forest - Other woodland; broadleaved", "create"),
    "H": ("Heathland and shrub - Lowland heathland", "restore"),
    "M": ("Grassland - Lowland meadows", "restore"),
    "N": ("Grassland - Other neutral grassland", "create"),
    "P": ("Lakes - Ponds (priority habitat)", "create"),
    "G": ("Grassland - Floodplain wetland mosaic and CFGM", "manage"),
    "?": ("", "protect"),
}

Frame = gpd.GeoDataFrame


def drawn(text: str) -> tuple[Frame, Frame, shapely.LineString]:
    """The measures of west and east, and the border, of a drawing with `|` for the border."""
    lines = [line.strip() for line in dedent(text).strip().splitlines()]
    sides: tuple[list[tuple], list[tuple]] = ([], [])
    for row, line in enumerate(lines):
        west, east = line.split("|")
        for number, (letters, at) in enumerate(((west, -len(west)), (east, 0))):
            for column, letter in enumerate(letters):
                if letter != ".":
                    sides[number].append((f"{letter}{row}{column}", *LEGEND[letter], cell(at + column, row)))
    border = shapely.LineString([(EAST_M, NORTH_M), (EAST_M, NORTH_M - CELL_M * len(lines))])
    return frame(sides[0]), frame(sides[1]), border


def cell(column: float, row: float) -> shapely.Polygon:
    x, y = EAST_M + column * CELL_M, NORTH_M - row * CELL_M
    return shapely.box(x, y - CELL_M, x + CELL_M, y)


def frame(rows: list[tuple]) -> Frame:
    places, made, done, shapes = zip(*rows, strict=True) if rows else ((), (), (), ())
    columns = {"place": places, "ref": [place[:1] for place in places], "habitat": made, "action": done}
    return gpd.GeoDataFrame(columns, geometry=[*shapes], crs=27700)


def found(text: str, within_m: float = 20) -> Frame:
    west, east, border = drawn(text)
    return between(38, 40, west, east, border, within_m=within_m)


def test_woodland_that_is_planted_beside_heath_is_at_odds_with_it() -> None:
    (one,) = found("""
        .W|H.
        .W|H.
        .W|HH
        ..|..
    """).itertuples()

    assert one.kind == "at odds"
    assert (one.habitat_a, one.action_a) == LEGEND["W"]
    assert (one.habitat_b, one.action_b) == LEGEND["H"]
    assert one.frontage_m == pytest.approx(300, abs=20)
    assert (one.a_ha, one.b_ha, one.overlap_ha) == (3.0, 3.0, 0.0)
    assert one.places_a == ("W01:W", "W11:W", "W21:W")
    assert "shade" in one.why
    assert one.geometry.length == pytest.approx(one.frontage_m)


def test_the_lower_number_is_a_whichever_is_given_first() -> None:
    west, east, border = drawn("""
        .W|H.
        .W|HP
    """)

    pd.testing.assert_frame_equal(
        between(38, 40, west, east, border, within_m=20), between(40, 38, east, west, border, within_m=20)
    )


def test_what_is_alike_or_goes_together_is_no_conflict() -> None:
    assert found("""
        .M|N.
        .M|M.
        .M|M.
    """).empty


def test_one_maps_up_to_the_border_and_the_other_nothing() -> None:
    (one,) = found("""
        .M|..
        .M|..
        PM|.W
    """).itertuples()

    assert (one.kind, one.habitat_a, one.habitat_b) == ("one side", LEGEND["M"][0], "")
    assert one.frontage_m == pytest.approx(300)
    assert (one.a_ha, one.b_ha, one.places_b) == (3.0, 0.0, ())


def test_or_something_else() -> None:
    (one,) = found("""
        ..|N.
        .P|N.
        .P|N.
        .P|..
    """).itertuples()

    assert one.kind == "different"
    assert {one.habitat_a, one.habitat_b} == {LEGEND["P"][0], LEGEND["N"][0]}
    assert one.frontage_m == pytest.approx(200, abs=40)


def test_a_measure_that_makes_no_habitat_is_no_conflict_and_yet_is_something() -> None:
    assert found("""
        .?|..
        .?|..
        .M|?.
        .M|?.
    """).empty


def test_short_stretches_are_left_to_the_people_on_the_ground() -> None:
    assert found("""
        .M|..
        ..|..
    """).empty


def test_land_near_the_border_comes_up_to_it_only_within_the_tolerance() -> None:
    west, east, border = drawn("""
        .W|H.
        .W|H.
    """)
    west = west.assign(geometry=west.translate(xoff=-30))

    assert between(38, 40, west, east, border, within_m=40)["kind"].tolist() == ["at odds"]
    assert between(38, 40, west, east, border, within_m=20)["kind"].tolist() == ["one side"]


def test_a_stretch_goes_on_over_a_short_gap_and_not_over_a_long_one() -> None:
    short = found("""
        .W|H.
        .W|..
        .W|H.
    """)
    long = found("""
        .W|H.
        .W|..
        .W|..
        .W|..
        .W|H.
    """)

    assert short["kind"].tolist() == ["at odds"]
    assert (long["kind"] == "at odds").sum() == 2
    assert short["frontage_m"].iloc[0] == pytest.approx(200, abs=50)


def test_land_that_both_map_is_told_with_the_stretch_it_lies_at() -> None:
    west, east, border = drawn("""
        .W|H.
        .W|H.
    """)
    west = west.assign(geometry=west.translate(xoff=25))

    (one,) = between(38, 40, west, east, border, within_m=40).itertuples()

    assert one.overlap_ha == pytest.approx(0.5)
    assert one.frontage_m > 0


def test_land_that_both_map_away_from_the_border_is_a_conflict_of_its_own() -> None:
    _, _, border = drawn("""
        ..|..
        ..|..
    """)
    wood, heath = ("W1", *LEGEND["W"], cell(-20, 0)), ("H1", *LEGEND["H"], cell(-20.5, 0))

    (one,) = between(38, 40, frame([wood]), frame([heath]), border, within_m=20).itertuples()

    assert (one.kind, one.frontage_m) == ("at odds", 0.0)
    assert one.overlap_ha == one.a_ha == pytest.approx(0.5)
    assert one.geometry.area == pytest.approx(5_000)


def test_a_side_that_maps_nothing_at_all() -> None:
    assert found("""
        ..|..
        ..|..
    """).empty
    assert list(found("..|..").columns) == list(COLUMNS)
    assert found("..|..").crs.to_epsg() == 27700


def test_hectares_are_of_the_land_near_the_stretch_however_much_is_given() -> None:
    long = frame([("W1", *LEGEND["W"], shapely.box(EAST_M - 3_000, NORTH_M - 300, EAST_M, NORTH_M))])
    _, east, border = drawn("""
        ..|H.
        ..|H.
        ..|H.
    """)
    near = long.assign(geometry=long.intersection(border.buffer(DEPTH_M + 1)))

    whole, clipped = (between(38, 40, side, east, border, within_m=20) for side in (long, near))

    assert whole["a_ha"].iloc[0] == pytest.approx(15, rel=0.02)
    assert clipped["a_ha"].iloc[0] == whole["a_ha"].iloc[0]
    assert clipped["key"].tolist() == whole["key"].tolist()


class TestTheKey:
    def test_is_the_same_in_the_next_build(self) -> None:
        text = """
            .W|H.
            .W|H.
            .P|..
            .P|..
        """
        assert found(text)["key"].tolist() == found(text)["key"].tolist()
        assert found(text)["key"].str.match(r"38-40-[0-9a-f]{8}").all()

    def test_stays_when_the_stretch_grows_a_little(self) -> None:
        less = found(".W|H.\n.W|H.")
        more = found(".W|H.\n.W|H.\n.W|H.")

        assert less["key"].tolist() == more["key"].tolist()

    def test_is_another_for_another_thing_or_another_place(self) -> None:
        keys = [
            found(".W|H.")["key"].iloc[0],
            found(".W|G.")["key"].iloc[0],
            found("..|..\n" * 15 + ".W|H.")["key"].iloc[0],
        ]
        assert len(set(keys)) == 3

    def test_two_in_one_square_kilometre_are_told_apart(self) -> None:
        keys = found(".W|H.\n" + "..|..\n" * 3 + ".W|H.")["key"].tolist()

        assert len(set(keys)) == 2
        assert keys[1] == f"{keys[0]}-2"

    def test_is_kept_over_a_line_of_the_grid_if_the_earlier_list_is_known(self) -> None:
        west, east, border = drawn(".W|H.\n.W|H.")
        moved = [one.assign(geometry=one.translate(yoff=-300)) for one in (west, east)]
        longer = shapely.LineString([(EAST_M, NORTH_M), (EAST_M, NORTH_M - 2_000)])
        up = [one.assign(geometry=one.translate(yoff=150)) for one in (west, east)]
        border = shapely.LineString([(EAST_M, NORTH_M + 2_000), (EAST_M, NORTH_M - 2_000)])
        before = between(38, 40, *up, border, within_m=20)
        after = between(38, 40, *moved, longer, within_m=20)

        assert before["key"].tolist() != after["key"].tolist()
        assert with_earlier_keys(after, before)["key"].tolist() == before["key"].tolist()

    def test_of_an_earlier_conflict_goes_to_one_conflict_only(self) -> None:
        before = found("..|..\n" * 12 + ".W|H.")
        after = found(".W|H.\n" + "..|..\n" * 10 + ".W|H.")

        kept = with_earlier_keys(after, before)["key"].tolist()

        assert len(set(kept)) == len(kept) == 2
        assert before["key"].iloc[0] in kept


class TestTheWords:
    def test_say_who_would_do_what_where_and_why_it_is_at_odds(self) -> None:
        (one,) = found(".W|H.\n.W|H.\n.W|H.").itertuples()

        words = in_words(one, {38: "South Downs West", 40: "Kent and Medway"})

        assert "South Downs West would create other woodland, broadleaved (3.0 ha)" in words
        assert "Kent and Medway would restore lowland heathland (3.0 ha)" in words
        assert "Along 300 m of the border near TQ 200 498" in words
        assert one.why in words

    def test_say_that_one_maps_nothing(self) -> None:
        (one,) = found(".M|..\n.M|..\n.M|..").itertuples()

        assert "Kent and Medway maps nothing there" in in_words(one, {38: "Surrey", 40: "Kent and Medway"})


class TestTheTable:
    def test_names_what_there_is(self) -> None:
        covers = {habitat.cover for habitat in habitats().values()}
        actions = {"create", "restore", "enhance", "manage", "connect", "protect", "*"}
        for rule in rules():
            assert (rule.one | rule.other) <= {*habitats(), *covers, "*"}, rule.why
            assert (rule.one_action | rule.other_action) <= actions, rule.why
            assert rule.why.endswith(".")

    @pytest.mark.parametrize("name", sorted(LEGEND))
    def test_nothing_is_at_odds_with_itself(self, name: str) -> None:
        assert why_at_odds(LEGEND[name], LEGEND[name]) == ""

    def test_holds_both_ways_round(self) -> None:
        for one in LEGEND.values():
            for other in LEGEND.values():
                assert bool(why_at_odds(one, other)) == bool(why_at_odds(other, one))


LETTERS = st.sampled_from(".WHMPG?")


@settings(max_examples=40)
@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=14))
def test_rows_in_any_order_and_sides_exchanged_give_the_same(cells: list[tuple[str, str]]) -> None:
    west, east, border = drawn("\n".join(f".{one}|{other}." for one, other in cells))

    first = between(38, 40, west, east, border, within_m=20)
    again = between(40, 38, east[::-1], west[::-1], border, within_m=20)

    pd.testing.assert_frame_equal(first, again)
    assert first["key"].is_unique
    assert (first["frontage_m"] <= border.length + 1).all()

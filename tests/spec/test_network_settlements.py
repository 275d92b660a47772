"""Neighbours settle a conflict: both have to agree, and what they agreed survives the next build."""

from datetime import date

import geopandas as gpd
import pytest
import shapely

from lnrs.errors import NetworkProblems
from lnrs.network import settlements
from lnrs.network.conflicts import between
from lnrs.network.settled import apply, counted
from lnrs.network.settlements import OUTCOMES, Settlement, Settlements, settle

DAY, NEXT_DAY = date(2026, 11, 3), date(2026, 11, 4)
WOOD = ("Woodland and forest - Other woodland; broadleaved", "create")
HEATH = ("Heathland and shrub - Lowland heathland", "restore")
BORDER = shapely.LineString([(500_000, 150_000), (500_000, 160_000)])


def side(*places: tuple[str, str, tuple[str, str], shapely.Geometry]) -> gpd.GeoDataFrame:
    columns = {
        "place": [place for place, _, _, _ in places],
        "ref": [ref for _, ref, _, _ in places],
        "habitat": [made[0] for _, _, made, _ in places],
        "action": [made[1] for _, _, made, _ in places],
    }
    return gpd.GeoDataFrame(columns, geometry=[shape for *_, shape in places], crs=27700)


WEST = side(
    ("1", "WT:1", WOOD, shapely.box(498_000, 155_000, 500_000, 155_400)),
    ("2", "WT:1", WOOD, shapely.box(499_000, 151_000, 499_500, 151_400)),
)
EAST = side(("1", "HS1", HEATH, shapely.box(500_000, 155_000, 500_400, 155_400)))
"""A kilometre square of woodland in the west reaches two kilometres from the border, beside heath in the east."""


def built(west: gpd.GeoDataFrame = WEST, east: gpd.GeoDataFrame = EAST) -> gpd.GeoDataFrame:
    return between(38, 40, west, east, BORDER, within_m=20)


def agreed(outcome: str, *areas: int) -> Settlements:
    made: Settlements = ()
    (conflict,) = built().itertuples()
    for area in areas or (38, 40):
        made = settle(made, conflict, outcome, area=area, by=f"Officer of {area}", on=DAY)
    return made


class TestAgreeing:
    def test_one_side_alone_is_pending(self) -> None:
        after = apply(agreed("keep_b", 38), built())

        assert after.conflicts["state"].tolist() == ["pending"]
        assert after.conflicts["waits_for"].tolist() == [(40,)]
        assert after.left_out.empty

    def test_both_have_to_agree(self) -> None:
        after = apply(agreed("keep_b"), built())

        assert after.conflicts["state"].tolist() == ["settled"]
        assert after.conflicts["waits_for"].tolist() == [()]

    def test_another_outcome_is_a_new_proposal_to_which_the_other_has_to_agree(self) -> None:
        (conflict,) = built().itertuples()

        (one,) = settle(agreed("keep_b"), conflict, "both", area=40, by="Ben", on=NEXT_DAY)

        assert (one.outcome, one.by_a, one.by_b, one.on_b) == ("both", "", "Ben", NEXT_DAY)
        assert one.waits_for == (38,)

    def test_agreeing_again_keeps_what_the_other_said(self) -> None:
        (conflict,) = built().itertuples()

        (one,) = settle(agreed("keep_b"), conflict, "keep_b", area=40, by="Ben", on=NEXT_DAY, words="Heath first.")

        assert one.agreed
        assert (one.by_a, one.by_b, one.words) == ("Officer of 38", "Ben", "Heath first.")

    def test_nobody_else_can_agree(self) -> None:
        (conflict,) = built().itertuples()

        with pytest.raises(NetworkProblems, match="area 7 is not one of the two, 38 and 40"):
            settle((), conflict, "both", area=7, by="Ann", on=DAY)
        with pytest.raises(NetworkProblems, match="nobody is named"):
            settle((), conflict, "both", area=38, by=" ", on=DAY)


class TestWhatCounts:
    def test_where_nothing_is_settled_everything_counts(self) -> None:
        after = apply((), built())

        assert after.conflicts["state"].tolist() == ["open"]
        assert after.conflicts["waits_for"].tolist() == [(38, 40)]
        assert counted(38, WEST, after.left_out) is WEST

    @pytest.mark.parametrize(
        ("outcome", "west_ha", "east_ha"),
        [("keep_a", 80, 0), ("keep_b", 60, 16), ("neither", 60, 0), ("both", 80, 16), ("note", 80, 16)],
    )
    def test_an_outcome_leaves_out_one_side_within_the_depth_of_the_stretch(self, outcome, west_ha, east_ha) -> None:
        left_out = apply(agreed(outcome), built()).left_out

        west, east = counted(38, WEST.iloc[:1], left_out), counted(40, EAST, left_out)

        assert west.area.sum() / 10_000 == pytest.approx(west_ha, abs=0.6)
        assert east.area.sum() / 10_000 == pytest.approx(east_ha, abs=0.1)

    def test_other_places_of_the_measure_are_untouched(self) -> None:
        left_out = apply(agreed("keep_b"), built()).left_out

        assert counted(38, WEST, left_out).geometry.iloc[1].equals(WEST.geometry.iloc[1])
        assert left_out[["lnrs_id", "place", "ref"]].to_numpy().tolist() == [[38, "1", "WT:1"]]

    def test_a_place_of_which_nothing_is_left_is_gone(self) -> None:
        left_out = apply(agreed("keep_a"), built()).left_out

        assert counted(40, EAST, left_out).empty

    def test_every_outcome_is_tried(self) -> None:
        assert set(OUTCOMES) == {"keep_a", "keep_b", "neither", "both", "note"}


class TestTheNextBuild:
    def test_finds_what_was_agreed_again(self, tmp_path) -> None:
        settlements.write(tmp_path / "settlements.csv", agreed("keep_b"))
        grown = EAST.assign(geometry=[shapely.box(500_000, 155_000, 500_400, 155_500)])

        after = apply(settlements.read(tmp_path / "settlements.csv"), built(east=grown))

        assert after.conflicts[["kind", "state"]].to_numpy().tolist()[0] == ["at odds", "settled"]
        assert after.gone == ()

    def test_tells_of_an_agreement_whose_conflict_is_gone_and_keeps_it(self, tmp_path) -> None:
        settlements.write(tmp_path / "settlements.csv", agreed("keep_b"))
        kept = settlements.read(tmp_path / "settlements.csv")

        after = apply(kept, built(east=EAST.iloc[:0], west=WEST.iloc[1:]))

        assert after.conflicts.empty
        assert after.gone == kept
        assert after.left_out.empty
        assert settlements.read(tmp_path / "settlements.csv") == kept


class TestTheTable:
    def test_what_is_written_is_read_back(self, tmp_path) -> None:
        path = tmp_path / "settlements.csv"
        both = (*agreed("both", 38), Settlement("01-02-0", "1 2", "note", by_b="Cy", on_b=DAY, words='"=x", and y'))

        settlements.write(path, both)

        assert set(settlements.read(path)) == set(both)
        assert settlements.read(tmp_path / "none.csv") == ()

    def test_every_mistake_is_listed_at_once_with_its_line(self, tmp_path) -> None:
        good = Settlement("38-40-0", "38 40", "both", by_a="Ann", on_a=DAY)
        path = tmp_path / "settlements.csv"
        settlements.write(path, [good])
        text = path.read_text("utf-8-sig")
        rows = [
            "38-40-1,40 38,both,Ann,2026-11-03,,,,",
            "38-40-2,38 40,maybe,Ann,2026-11-03,,,,",
            "38-40-3,38 40,both,Ann,,,,,",
            "38-40-4,38 40,both,,,,,,",
            "38-40-0,38 40,both,Ann,2026-11-03,,,,",
        ]
        path.write_text(text + "\n".join(rows) + "\n", encoding="utf-8")

        with pytest.raises(NetworkProblems) as refused:
            settlements.read(path)

        said = [str(problem) for problem in refused.value.problems]
        for line, what in [
            (3, "areas must be two numbers"),
            (4, "outcome must be one of"),
            (5, "by_a and on_a belong together"),
            (6, "neither of the two has agreed"),
            (7, "is settled on line 2 already"),
        ]:
            assert any(one.startswith(f"settlements.csv:{line}: ") and what in one for one in said), what
        assert len(said) == 5

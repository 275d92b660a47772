"""What 30 by 30 counts, in sentences."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely

from lnrs.errors import NotFound
from lnrs.thirty_by_thirty import trajectory as way
from lnrs.thirty_by_thirty.beacons import beacons
from lnrs.thirty_by_thirty.candidates import TESTS, Answer, Candidate, candidate_problems
from lnrs.thirty_by_thirty.counting import count, of_land
from lnrs.thirty_by_thirty.pieces import pieces
from lnrs.thirty_by_thirty.scenario import what_if
from lnrs.thirty_by_thirty.standing import Lack, standing
from lnrs.thirty_by_thirty.trajectory import expanding_ha, trajectory

TODAY = date(2026, 11, 27)
KENT = of_land("area", "40", "Kent", shapely.box(0, 0, 1000, 1000))


def answers(purpose: str = "yes", protection: str = "yes", management: str = "yes", **of_all: date) -> tuple:
    since, until = of_all.get("since", date(2025, 1, 1)), of_all.get("until")
    return tuple(
        Answer(test, verdict, since, until, "deed 12")  # type: ignore[arg-type]
        for test, verdict in zip(TESTS, (purpose, protection, management), strict=True)
    )


def field(ref: str, west: int, east: int, *given: Answer, **of_it: str) -> Candidate:
    """A strip of the hundred hectares of `KENT`, 0.1 ha for each metre that it is wide."""
    return Candidate(ref, ref, shapely.box(west, 0, east, 1000), answers=given, **of_it)  # type: ignore[arg-type]


def test_land_counts_when_all_three_answers_are_yes() -> None:
    assert standing(field("A", 0, 100, *answers()), TODAY).status == "counts"


@pytest.mark.parametrize("test", TESTS)
def test_one_answer_no_fails_and_one_that_is_not_known_leaves_it_open(test: str) -> None:
    no, unknown = (standing(field("A", 0, 100, *answers(**{test: word})), TODAY) for word in ("no", "unknown"))
    assert (no.status, no.lacks) == ("fails", (Lack(test, "no"),))  # type: ignore[arg-type]
    assert (unknown.status, unknown.lacks) == ("could", (Lack(test, "unknown"),))  # type: ignore[arg-type]


def test_an_answer_holds_on_its_last_day_and_not_on_the_next() -> None:
    one = field("A", 0, 100, *answers(until=TODAY))
    assert standing(one, TODAY).until == TODAY
    tomorrow = standing(one, date(2026, 11, 28))
    assert (tomorrow.status, {lack.why for lack in tomorrow.lacks}) == ("could", {"expired"})


def test_the_answer_that_began_last_is_in_force_and_one_to_come_is_not_yet() -> None:
    later = Answer("management", "no", date(2026, 1, 1), None, "visit")
    to_come = Answer("management", "yes", date(2027, 1, 1), None, "plan agreed")
    one = field("A", 0, 100, *answers(), later, to_come)
    days = (date(2025, 6, 1), TODAY, date(2027, 1, 1))
    assert [standing(one, on).status for on in days] == ["counts", "fails", "counts"]


def test_it_counts_until_the_answers_that_are_known_end_those_to_come_too() -> None:
    """A candidate was said to count without end while the way to 2030 had it end, and the other way round."""
    held, ending = answers(), answers(until=date(2028, 12, 31))
    renewed = tuple(Answer(test, "yes", date(2028, 6, 1), date(2036, 3, 31), "new plan") for test in TESTS)
    gap = tuple(Answer(test, "yes", date(2029, 1, 2), None, "new plan") for test in TESTS)
    refused = Answer("management", "no", date(2027, 5, 1), None, "a visit that is agreed")
    for given, until in (
        (held, None),
        (ending, date(2028, 12, 31)),
        ((*ending, *renewed), date(2036, 3, 31)),
        ((*ending, *gap), date(2028, 12, 31)),
        ((*held, refused), date(2027, 4, 30)),
        (answers(until=date.max), None),
    ):
        one = field("A", 0, 100, *given)
        assert standing(one, TODAY).until == until
        if until:
            assert standing(one, until).status == "counts"
            assert standing(one, until + timedelta(days=1)).status != "counts"


def test_land_under_two_designations_is_counted_once_under_the_one_of_the_lowest_rank() -> None:
    ramsar = field("A", 0, 200, *answers(), designation="RAMSAR", owner="public")
    sac = field("B", 100, 300, *answers(), designation="SAC", owner="charity")
    found = count(pieces([ramsar, sac], TODAY), [KENT])[0]
    assert found.total.counts_ha == pytest.approx(30)
    assert {code: one.counts_ha for code, one in found.by_designation.items()} == pytest.approx(
        {"SAC": 20, "RAMSAR": 10}
    )
    assert (found.by_owner["charity"].counts_ha, found.by_owner["public"].counts_ha) == pytest.approx((20, 10))
    assert found.share == pytest.approx(0.3)
    assert found.missing_ha == pytest.approx(0)


def test_land_that_counts_is_never_hidden_by_a_higher_designation_that_does_not() -> None:
    sac = field("A", 0, 200, *answers(management="no"), designation="SAC")
    reserve = field("B", 100, 300, *answers(), designation="LNR")
    total = count(pieces([sac, reserve], TODAY), [KENT])[0].total
    assert (total.counts_ha, total.fails_ha, total.could_ha) == pytest.approx((20, 10, 0))


def test_land_and_sea_take_nothing_from_each_other() -> None:
    shore = field("A", 0, 200, *answers())
    sea = replace(shore, ref="B", realm="sea")
    waters = of_land("area", "40", "Kent", shapely.box(0, 0, 1000, 1000), "sea")
    on_land, at_sea = count(pieces([shore, sea], TODAY), [KENT, waters])
    assert on_land.total.counts_ha == at_sea.total.counts_ha == pytest.approx(20)


def test_what_is_missing_is_told_by_test() -> None:
    given = [
        field("A", 0, 100, *answers(management="unknown")),
        field("B", 100, 400, Answer("purpose", "yes", TODAY, None, "x")),
    ]
    found = count(pieces(given, TODAY), [KENT])[0]
    assert found.lacking_ha == pytest.approx({"purpose": 0, "protection": 30, "management": 40})
    assert found.one_lacking_ha == pytest.approx({"purpose": 0, "protection": 0, "management": 10})
    assert found.missing_ha == pytest.approx(30)
    assert found.could_share == pytest.approx(0.4)


def test_the_way_to_2030_tells_what_was_and_what_runs_out_and_forecasts_nothing() -> None:
    lasting = field("A", 0, 100, *answers(since=date(2024, 5, 1)), owner="public")
    ending = field("B", 100, 200, *answers(until=date(2028, 3, 31)), owner="community")
    points = {one.on: one for one in trajectory([lasting, ending], KENT, TODAY)}
    told = [points[date(year, 12, 31)].counts_ha for year in range(2024, 2031)]
    assert told == pytest.approx([10, 20, 20, 20, 10, 10, 10])
    assert [points[date(year, 12, 31)].known for year in (2025, 2026)] == [True, False]
    assert points[date(2030, 12, 31)].wanted_ha == pytest.approx(30)
    assert points[TODAY].wanted_ha == pytest.approx(20)
    assert points[date(2025, 12, 31)].wanted_ha is None
    assert expanding_ha(points[TODAY].by_owner) == pytest.approx(20)


def test_the_way_is_what_all_candidates_come_to_and_only_those_that_count_are_cut_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With every candidate on each of its days, a page of a county took three seconds longer."""
    ends = answers(until=date(2028, 3, 31))
    given = [
        field("A", 0, 120, *answers(), owner="public"),
        field("B", 60, 200, *ends, owner="community"),
        field("C", 0, 300, *answers(protection="unknown"), owner="private"),
        field("D", 150, 400, *answers(management="no")),
        field("E", 380, 500),
    ]
    asked: list[int] = []
    monkeypatch.setattr(way, "pieces", lambda some, on: asked.append(len(some)) or pieces(some, on))
    for point in trajectory(given, KENT, TODAY):
        whole = count(pieces(given, point.on), [KENT])[0]
        assert point.counts_ha == pytest.approx(whole.total.counts_ha)
        assert point.by_owner == pytest.approx({owner: one.counts_ha for owner, one in whole.by_owner.items()})
    assert asked
    assert max(asked) == 2


def test_a_scenario_adds_only_what_does_not_count_already() -> None:
    given = [field("A", 0, 100, *answers()), field("B", 100, 200)]
    new = field("C", 50, 250)
    found = what_if(given, [KENT], TODAY, refs=["B"], added=[new])[0]
    assert found.added_ha == pytest.approx(15)
    assert found.added_share == pytest.approx(0.15)
    with pytest.raises(NotFound, match=r"X.*\n.*A: is a candidate already"):
        what_if(given, [KENT], TODAY, refs=["X"], added=[field("A", 0, 10)])


def test_a_beacon_says_what_would_raise_its_share_the_nearest_first() -> None:
    downs = of_land("landscape", "1", "Downs", shapely.box(0, 0, 400, 1000))
    given = [
        field("A", 0, 80, *answers()),
        field("B", 100, 200, *answers(management="unknown")),
        field("C", 200, 400),
    ]
    found = pieces(given, TODAY)
    whole, inside = count(found, [KENT, downs])
    beacon = beacons([whole, inside], whole, found)[0]
    assert [step.piece.candidate.ref for step in beacon.steps] == ["B", "C"]


def test_a_step_of_a_beacon_is_what_the_site_would_add_not_what_the_order_of_designations_leaves_it() -> None:
    """A Ramsar site within an SAC that could count too was said to add nothing."""
    downs = of_land("landscape", "1", "Downs", shapely.box(0, 0, 400, 1000))
    given = [
        field("A", 0, 80, *answers()),
        field("B", 50, 250, designation="SAC"),
        field("C", 50, 250, *answers(management="unknown"), designation="RAMSAR"),
    ]
    found = pieces(given, TODAY)
    whole, inside = count(found, [KENT, downs])
    steps = beacons([whole, inside], whole, found)[0].steps
    assert [(step.piece.candidate.ref, pytest.approx(step.area_ha)) for step in steps] == [("C", 17), ("B", 17)]
    for step in steps:
        assert what_if(given, [downs], TODAY, refs=[step.piece.candidate.ref])[0].added_ha == pytest.approx(17)


def test_everything_that_cannot_be_is_told_at_once() -> None:
    broken = Candidate("A", "A", shapely.Point(0, 0), "SSI", "crown", "air", answers())  # type: ignore[arg-type]
    backwards = Answer("purpose", "yes", date(2026, 1, 1), date(2025, 1, 1), " ")
    other = field("A", 0, 100, backwards, backwards)
    said = " ".join(map(str, candidate_problems([broken, other])))
    for words in (
        "designation is 'SSI'",
        "owner is 'crown'",
        "realm is 'air'",
        "no area",
        "twice",
        "before it begins",
        "without evidence",
        "answered twice",
    ):
        assert words in said

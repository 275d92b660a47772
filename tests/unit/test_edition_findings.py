"""The facts that the law's questions are put to, taken from a real folder and its map."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.edition import findings as finding
from lnrs.edition.findings import content_facts, could_become_differs_m2, not_identified_m2, procedure_facts
from lnrs.habitat_map.cache import Cache
from lnrs.law.finding import Finding, Force, Outcome
from lnrs.law.values import NotInForce
from lnrs.model import Procedure
from lnrs.strategy.folder import Strategy
from lnrs.strategy.new import starter_text

from .edition_case import box, case

AREA = shapely.MultiPolygon([box(0, 0, 15, 10)])


def outcome(found: tuple[Finding, ...], rule: str) -> Outcome:
    return the(found, rule).outcome


def the(found: tuple[Finding, ...], rule: str) -> Finding:
    return next(one for one in found if one.rule == rule)


def found_with(**steps: object) -> tuple[Finding, ...]:
    """The findings of the case with these steps of the procedure recorded."""
    return finding.findings(replace(case().strategy, procedure=Procedure(**steps)), case().habitat_map)  # type: ignore[arg-type]


def whole_area() -> Strategy:
    """The strategy as if the drawn land were the whole of its area."""
    return replace(case().strategy, area=replace(case().strategy.area, published_area_ha=150.0))


def test_the_facts_are_those_of_the_folder_and_the_map() -> None:
    facts = content_facts(whole_area(), case().habitat_map)
    assert facts.habitat_priorities == ("GL1", "WTH2")
    assert facts.species_priorities == ("WTH3",)
    assert facts.measures == ("GL1.1", "GL1.2", "WTH2.1")
    assert facts.area_described
    assert facts.limits_of_the_map_stated
    assert facts.area_ha == pytest.approx(150)
    assert facts.map_share == 1
    assert facts.important_kinds == ("IRREP", "LNR", "SSSI")
    assert facts.important_ha == pytest.approx(13)
    assert facts.could_become_ha == pytest.approx(32)
    assert facts.measures_without_wider_benefit == ("WTH2.1",)
    assert facts.species_not_helped == ()
    assert facts.sensitive_places_published == 0


def test_each_kind_of_site_that_was_looked_for_is_found_whole() -> None:
    facts = content_facts(case().strategy, case().habitat_map)
    covers = {cover.kind: (round(cover.inside_ha, 6), cover.not_identified_ha) for cover in facts.sites}
    assert covers == {"SSSI": (9, 0), "LNR": (4, 0), "IRREP": (6, 0)}


def test_sites_that_were_measured_before_are_not_measured_again(tmp_path: Path) -> None:
    cache, found = Cache(tmp_path), case().habitat_map
    first = content_facts(case().strategy, found, cache)
    assert first == content_facts(case().strategy, found)
    kept = list(tmp_path.glob("??/*"))
    assert content_facts(case().strategy, found, cache) == first
    assert list(tmp_path.glob("??/*")) == kept
    other = replace(found, keys=found.keys | {"important": "other"})
    content_facts(case().strategy, other, cache)
    assert len(list(tmp_path.glob("??/*"))) == 2 * len(kept), "the sites, and the land inside them"


def test_a_priority_without_a_measure_is_named_and_one_with_a_reason_excused() -> None:
    strategy = case().strategy
    extra = (
        replace(strategy.priorities[0], ref="GL7"),
        replace(strategy.priorities[0], ref="GL8", no_measure_because="Wait."),
    )
    facts = content_facts(replace(strategy, priorities=(*strategy.priorities, *extra)), case().habitat_map)
    assert (facts.priorities_without_measure, facts.priorities_excused) == (("GL7",), ("GL8",))


def test_the_map_of_the_case_meets_what_can_be_measured() -> None:
    found = finding.findings(whole_area(), case().habitat_map)
    for rule in (
        "map_covers_the_area",
        "local_nature_reserves_identified",
        "could_become_is_measures_less_importance",
        "importance_and_could_become_do_not_overlap",
        "nothing_mapped_outside_the_area",
        "no_sensitive_places_published",
    ):
        assert outcome(found, rule) is Outcome.MET, rule
    assert outcome(found, "preparation_announced") is Outcome.MET
    assert outcome(found, "public_consultation_held") is Outcome.NOT_YET


def test_a_site_that_the_map_leaves_out_is_measured() -> None:
    sites = gpd.GeoDataFrame({"ref": ["1"]}, geometry=[shapely.MultiPolygon([box(-5, 0, 5, 2)])], crs=27700)
    identified = np.array([box(0, 0, 2, 2)])
    assert not_identified_m2(sites, AREA, identified) == pytest.approx(60_000), "6 of the 10 ha inside the area"
    assert not_identified_m2(sites, AREA, np.array([box(-5, 0, 5, 2)])) == pytest.approx(0)
    assert not_identified_m2(sites, AREA, np.empty(0, object)) == pytest.approx(100_000)


def test_areas_that_could_become_important_and_are_not_the_mapped_land_are_measured(tmp_path: Path) -> None:
    found = case().habitat_map
    short = replace(found, become=found.become.iloc[1:])
    for cache in (None, Cache(tmp_path), Cache(tmp_path)):
        assert could_become_differs_m2(found, cache) == pytest.approx(0, abs=1e-3)
        assert could_become_differs_m2(short, cache) == pytest.approx(found.become.area.iloc[0])


def test_a_map_of_part_of_the_area_covers_only_that_part() -> None:
    """The drawing is 150 ha of the 390,614 ha of Kent and Medway."""
    found = finding.findings(case().strategy, case().habitat_map)
    (cover,) = [one for one in found if one.rule == "map_covers_the_area"]
    assert cover.outcome is Outcome.NOT_MET
    assert "390,464.0 ha are missing" in cover.because


@pytest.mark.parametrize(
    ("mapped_ha", "share"), [(390_614, 1), (390_058, 1), (373_922, pytest.approx(0.957, abs=1e-3)), (400_000, 1)]
)
def test_another_drawing_of_the_boundary_is_not_a_gap_in_the_map(mapped_ha: float, share: float) -> None:
    assert finding.map_share(mapped_ha, 390_614) == share


def test_neighbouring_authorities_are_those_of_the_adjoining_areas() -> None:
    facts = procedure_facts(case().strategy)
    assert facts.responsible_authority == "Kent County Council"
    assert len(facts.neighbouring_authorities) == 4
    assert "Kent County Council" not in facts.neighbouring_authorities
    assert facts.pre_consultation == ()


def test_a_draft_given_on_a_day_starts_the_clock() -> None:
    gate = the(found_with(pre_consultation_given=date(2026, 9, 20)), "consultation_may_start")
    assert gate.outcome is Outcome.NOT_YET
    assert gate.because == (
        "the time runs to 17 October 2026 and the first day is 18 October 2026, unless all say sooner that they are"
        " content"
    )


def test_the_day_the_draft_was_given_is_the_day_for_the_neighbours_too() -> None:
    found = found_with(
        pre_consultation_given=date(2026, 5, 11),
        consultation_opened=date(2026, 6, 15),
        consultation_closed=date(2026, 8, 10),
    )
    assert outcome(found, "consultation_draft_given_to_neighbours") is Outcome.MET
    gate = the(found, "consultation_may_start")
    assert gate.outcome is Outcome.FOR_JUDGEMENT
    assert gate.because.startswith("the time ended on 7 June 2026, and replies are not recorded")
    procedure = [one for one in found if one.source.cite.startswith("SI 2023/341")]
    assert [one.rule for one in procedure if one.outcome is Outcome.NOT_MET and one.force is Force.MUST] == []


def test_supporting_authorities_that_are_named_are_those_that_were_given_it() -> None:
    names = ("Medway Council", "Natural England")
    found = found_with(
        supporting_authorities=names, pre_consultation_given=date(2026, 5, 11), final_given=date(2026, 9, 1)
    )
    for rule in ("supporting_authorities_named", "consultation_draft_given", "final_strategy_given"):
        assert outcome(found, rule) is Outcome.MET, rule
    unnamed = found_with(pre_consultation_given=date(2026, 5, 11), final_given=date(2026, 9, 1))
    for rule in ("supporting_authorities_named", "consultation_draft_given", "final_strategy_given"):
        assert outcome(unnamed, rule) is Outcome.FOR_JUDGEMENT, rule


def test_every_step_that_has_a_key_is_put_to_its_rule() -> None:
    days = {
        "involvement_considered": date(2026, 1, 5),
        "responses_considered": date(2026, 7, 1),
        "published": date(2026, 9, 1),
        "handed_over": date(2026, 9, 2),
    }
    found = found_with(**days)
    assert "5 January 2026" in the(found, "involvement_considered").because
    assert the(found, "responses_considered").because == "considered on 1 July 2026"
    assert the(found, "strategy_handed_over").because == "given on 2 September 2026"


def test_a_published_strategy_is_not_said_to_have_its_first_steps_before_it() -> None:
    found = found_with(published=date(2025, 11, 28))
    to_come = {one.rule for one in found if one.outcome is Outcome.NOT_YET}
    assert to_come == {"strategy_handed_over", "first_review_notice_in_window"}


def test_what_the_folder_has_no_place_for_is_left_to_a_person() -> None:
    found = found_with()
    for rule in ("supporting_authorities_involved", "other_persons_involved", "sites_sought"):
        assert the(found, rule).outcome is Outcome.FOR_JUDGEMENT
        assert "the strategy folder does not record this" in the(found, rule).because


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_instructions_of_a_new_folder_are_not_a_description(line_end: str) -> None:
    starter = {name: starter_text(f"prose/{name}.md").replace("\n", line_end) for name in case().strategy.prose}
    found = finding.findings(replace(case().strategy, prose=starter), case().habitat_map)
    for rule in ("statement_complete", "area_described", "opportunities_described", "limits_of_the_map_stated"):
        assert outcome(found, rule) is Outcome.NOT_MET, rule
        assert outcome(finding.findings(case().strategy, case().habitat_map), rule) is Outcome.MET, rule


def test_outlines_that_are_not_sound_are_found() -> None:
    sound = case().habitat_map
    assert outcome(finding.findings(case().strategy, sound), "outlines_are_sound") is Outcome.MET
    spoilt = replace(sound, topology=replace(sound.topology, invalid=2, slivers=1))
    told = the(finding.findings(case().strategy, spoilt), "outlines_are_sound")
    assert told.outcome is Outcome.NOT_MET
    assert told.because == "the map has 2 invalid outlines and 1 sliver"


def test_a_procedure_dated_before_the_regulations_is_refused() -> None:
    early = replace(case().strategy, procedure=Procedure(final_given=date(2020, 1, 1)))
    with pytest.raises(NotInForce):
        finding.findings(early, case().habitat_map)


def test_findings_are_written_with_their_source_and_whether_it_was_checked() -> None:
    (first, *_) = finding.as_records(finding.findings(case().strategy, case().habitat_map))
    assert set(first) >= {"rule", "says", "outcome", "because", "force", "source"}
    assert set(first["source"]) >= {"cite", "url", "verified"}  # type: ignore[call-overload]

"""The law is fully accounted for: no provision without code or a reason, no rule without a provision and a source."""

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from lnrs.law import content, gates, notices, procedure, registered, review, supporting, unaccounted
from lnrs.law.facts import NATIONAL_CONSERVATION_SITES, SITE_KINDS
from lnrs.law.finding import Finding, Source
from lnrs.law.notices import Ground, given_to_all
from lnrs.law.provisions import PROVISIONS, read_provisions
from lnrs.law.stages import STAGES, TABLE, Actor, Stage, next_stages, stages_diagram
from lnrs.law.values import VALUES, Value

RULES = registered()
DAY = date(2027, 1, 15)
ON = date(2027, 3, 1)
SENT = given_to_all(DAY, ("Swale",))

# one example of the facts of every rule of procedure: it is what each rule is tried on below
EXAMPLES: dict[Callable[..., Finding], tuple[object, ...]] = {
    supporting.supporting_authorities_named: (("Swale", "Natural England"), "Kent County Council"),
    procedure.supporting_authorities_involved: (("a meeting",),),
    procedure.other_persons_involved: (("a workshop",),),
    procedure.involvement_considered: (DAY, ON),
    procedure.preparation_announced: (DAY, ON),
    procedure.sites_sought: (("a letter",),),
    procedure.consultation_draft_given: (SENT, ("Swale",), ON),
    procedure.consultation_draft_given_to_neighbours: (SENT, ("Swale",), ON),
    notices.objection_in_time: (DAY, DAY),
    notices.objection_grounds: ((Ground.PREPARATION,),),
    notices.objection_in_form: (True, True),
    notices.objection_answered_in_time: (DAY, DAY, ON),
    gates.consultation_may_start: (SENT, ("Swale",), ON),
    procedure.public_consultation_held: (DAY, ON, ON),
    procedure.consultation_long_enough: (DAY, ON),
    procedure.responses_considered: (DAY, ON),
    procedure.final_strategy_given: (SENT, ("Swale",), ON),
    notices.advisory_notice_grounds: ((Ground.NOT_JUSTIFIED,),),
    notices.advisory_notice_in_time: (DAY, DAY),
    notices.advisory_notice_in_form: (True, True),
    notices.advisory_notice_copied: (DAY, DAY, ON),
    notices.advisory_notice_investigated: (DAY, ON),
    notices.advisory_notice_answered_in_time: (DAY, DAY, ON),
    gates.publication_may_proceed: (SENT, ("Swale",), ON),
    procedure.strategy_published: (DAY, ON),
    procedure.strategy_available_online: (DAY, True, ON),
    procedure.strategy_handed_over: (DAY, DAY, ON),
    review.review_notice_in_form: (True, DAY, DAY),
    review.review_start_date_in_window: (DAY, date(2027, 6, 1)),
    review.first_review_notice_in_window: (DAY, ON),
    review.later_review_notice_in_window: (DAY, date(2031, 1, 1)),
    review.review_begun_in_time: (ON, DAY, ON),
    review.review_covers_its_subjects: ((), None, ON),
}


def test_every_provision_has_its_code_or_a_reason_and_every_rule_its_provision_and_source():
    assert unaccounted(PROVISIONS, RULES) == []


def test_a_provision_with_neither_code_nor_reason_is_found():
    broken = {**PROVISIONS, "reg 2": replace(PROVISIONS["reg 2"], not_coded="")}
    (fault,) = unaccounted(broken, RULES)
    assert fault.startswith("reg 2: give the rule that codes it, or say why none does")


def test_a_provision_with_both_code_and_a_reason_for_none_is_found():
    broken = {**PROVISIONS, "reg 6": replace(PROVISIONS["reg 6"], not_coded="no need")}
    assert unaccounted(broken, RULES)[0].startswith("reg 6: give the rule that codes it, or say why none does")


def test_a_provision_that_names_a_rule_that_is_not_there_is_found():
    broken = {**PROVISIONS, "reg 6": replace(PROVISIONS["reg 6"], coded=("sites_sought", "no_such_rule"))}
    assert unaccounted(broken, RULES) == ["reg 6: there is no rule no_such_rule"]


def test_a_rule_that_no_provision_names_is_found():
    broken = {**PROVISIONS, "reg 6": replace(PROVISIONS["reg 6"], coded=(), not_coded="no need")}
    assert unaccounted(broken, RULES) == ["sites_sought: the provision reg 6 does not name it"]


def test_a_rule_whose_provision_is_gone_is_found():
    broken = {id: provision for id, provision in PROVISIONS.items() if id != "reg 6"}
    assert unaccounted(broken, RULES) == ["sites_sought: the provision reg 6 does not name it"]


def test_a_rule_or_a_provision_without_a_source_is_found():
    nowhere = Source("", "", verified=True)
    assert unaccounted(PROVISIONS, {**RULES, "sites_sought": replace(RULES["sites_sought"], source=nowhere)}) == [
        "sites_sought: no source"
    ]
    broken = {**PROVISIONS, "reg 2": replace(PROVISIONS["reg 2"], source=nowhere)}
    assert unaccounted(broken, RULES) == ["reg 2: no source"]


def test_two_provisions_with_one_name_are_refused():
    row = '[[act]]\nid = "s.1"\nsays = "So."\nnot_coded = "No."\nurl = "https://example.org"\n'
    with pytest.raises(ValueError, match=re.escape("two provisions are called 's.1'")):
        read_provisions(row + row)


@pytest.mark.parametrize("section", range(104, 109))
def test_every_section_of_the_act_from_104_to_108_is_listed(section):
    assert [id for id in PROVISIONS if id.startswith(f"s.{section}")]


@pytest.mark.parametrize("number", range(1, 22))
def test_every_regulation_from_1_to_21_is_listed(number):
    assert [id for id in PROVISIONS if re.match(rf"reg {number}(\D|$)", id)]


@pytest.mark.parametrize("number", range(1, 13))
def test_every_point_of_the_guidance_from_1_to_12_is_listed(number):
    assert [id for id in PROVISIONS if id.startswith(f"point {number},")]


@pytest.mark.parametrize("provision", PROVISIONS.values(), ids=PROVISIONS)
def test_a_provision_is_dated_if_and_only_if_it_is_verified_and_says_whose_account_is_second_hand(provision):
    source = provision.source
    assert source.verified == (source.checked is not None)
    assert source.url.startswith("https://")
    assert not source.second_hand or source.note
    official = "legislation.gov.uk" in source.url
    assert provision.instrument.key == "practice" or source.mark or official


def test_what_the_reference_marks_unverified_is_unverified_here():
    for id in ("reg 9, form", "reg 10", "reg 11", "reg 14", "reg 16", "reg 17", "reg 18", "reg 19", "reg 21"):
        assert not PROVISIONS[id].source.verified, id
    for id in ("point 4, species", "point 8, sensitive species", "point 9, national objectives"):
        assert not PROVISIONS[id].source.verified, id


def test_every_rule_of_content_is_put_to_a_strategy_and_every_other_rule_has_an_example():
    put_to_content = {rule.__name__ for rule in content.CONTENT_RULES}
    exampled = {rule.__name__ for rule in EXAMPLES}
    assert put_to_content | exampled == set(RULES)
    assert not put_to_content & exampled
    assert len(content.CONTENT_RULES) == len(put_to_content)


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.__name__)
def test_every_rule_of_procedure_is_among_the_findings_on_some_strategy(rule):
    written = "".join(
        files("lnrs.law").joinpath(f"{module}.py").read_text(encoding="utf-8") for module in ("procedure", "review")
    )
    assert re.search(rf"(?<!def ){rule.__name__}\(", written)


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.__name__)
def test_a_rule_declares_exactly_the_numbers_that_it_uses(rule, monkeypatch):
    used: set[str] = set()
    read = Value.on

    def noting(self: Value, day: date) -> int:
        used.add(self.name)
        return read(self, day)

    monkeypatch.setattr(Value, "on", noting)
    finding = rule(*EXAMPLES[rule])
    declared = set(RULES[rule.__name__].values)
    assert used == declared & set(VALUES)
    assert finding.rule == rule.__name__
    assert finding.source.url


def test_rules_of_content_use_no_number_that_the_law_dates():
    assert [rule.__name__ for rule in content.CONTENT_RULES if RULES[rule.__name__].values] == []


def test_every_number_is_used_by_a_rule_or_by_a_stage():
    used = {name for rule in RULES.values() for name in rule.values} | {row.clock for row in TABLE}
    assert set(VALUES) <= used


def test_every_stage_has_one_row_a_turn_a_way_on_and_a_provision():
    assert [row.stage for row in TABLE] == list(Stage)
    assert set(STAGES) == set(Stage)
    for row in TABLE:
        assert row.moves, row.stage
        assert row.provision in PROVISIONS, row.stage
        assert not row.clock or row.clock in VALUES, row.stage


def test_every_actor_has_a_turn_and_a_move():
    assert {row.turn for row in TABLE} == set(Actor)
    assert {move.by for row in TABLE for move in row.moves} == set(Actor)


def test_every_stage_can_be_reached_and_none_is_a_dead_end_in_its_round():
    seen, to_visit = set(), [(Stage.APPOINTED, "first")]
    while to_visit:
        stage, round = to_visit.pop()
        if (stage, round) in seen:
            continue
        seen.add((stage, round))
        following = next_stages(stage, round)
        assert following, (stage, round)
        to_visit += [(to, "later" if to is Stage.REVIEW_NOTIFIED else round) for to in following]
    assert {stage for stage, _ in seen} == set(Stage)
    assert (Stage.REPUBLISHED, "first") not in seen
    assert (Stage.PUBLISHED, "later") not in seen


def test_no_stage_offers_the_same_step_twice():
    for row in TABLE:
        steps = [(move.to, move.by, move.round) for move in row.moves]
        assert len(steps) == len(set(steps)), row.stage


def test_the_diagram_shows_exactly_the_table():
    text = stages_diagram()
    drawn = set(re.findall(r"^    (\w+) --> (\w+): (.+)$", text, re.MULTILINE))
    table = {
        (row.stage, move.to, f"{move.by}, after a review" if move.round == "later" else str(move.by))
        for row in TABLE
        for move in row.moves
    }
    assert drawn == table
    assert set(re.findall(r'^    state ".+" as (\w+)$', text, re.MULTILINE)) == set(Stage)


def test_the_six_national_conservation_sites_are_kinds_that_the_map_knows():
    assert set(NATIONAL_CONSERVATION_SITES) < set(SITE_KINDS)


def test_only_the_module_of_periods_adds_days_to_a_date():
    for file in files("lnrs.law").iterdir():
        if file.name.endswith(".py") and file.name != "periods.py":
            names = {
                node.id for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)
            }
            assert "timedelta" not in names, file.name

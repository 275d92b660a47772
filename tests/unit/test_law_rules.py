"""Registering a rule gives its answers a name, a force, a source and a list of what is unverified."""

from datetime import date

import pytest

from lnrs.law import rules
from lnrs.law.finding import Answer, Force, Outcome, met
from lnrs.law.provisions import PROVISIONS
from lnrs.law.rules import rule


@pytest.fixture(autouse=True)
def own_register(monkeypatch):
    monkeypatch.setattr(rules, "RULES", {})


def test_a_rule_answers_with_a_finding_that_carries_its_source_and_force():
    @rule("reg 15(4)", values=("advisory_notice_days",))
    def given_on_a_weekday(day: date) -> Answer:
        """It is given on a weekday."""
        return met(f"it was given on day {day.isoweekday()}")

    finding = given_on_a_weekday(date(2025, 1, 15))
    assert (finding.rule, finding.says) == ("given_on_a_weekday", "It is given on a weekday.")
    assert (finding.outcome, finding.because) == (Outcome.MET, "it was given on day 3")
    assert finding.force is Force.MUST
    assert finding.source == PROVISIONS["reg 15(4)"].source
    assert finding.unverified == ()


def test_guidance_has_less_force_than_the_act():
    @rule("point 6, targeting")
    def on_guidance() -> Answer:
        """Guidance."""
        return met("so")

    assert on_guidance().force is Force.HAVE_REGARD


def test_a_rule_on_an_unverified_provision_says_what_is_unverified_and_why():
    @rule("reg 10")
    def on_hearsay() -> Answer:
        """Hearsay."""
        return met("so")

    (mark,) = on_hearsay().unverified
    assert mark.startswith("SI 2023/341 reg 10")
    assert "by analogy" in mark.lower()


def test_a_rule_on_a_verified_provision_still_says_when_a_day_it_uses_is_unverified():
    @rule("reg 20(3)", values=("regulations_in_force",))
    def on_commencement() -> Answer:
        """From commencement."""
        return met("so")

    (mark,) = on_commencement().unverified
    assert mark.startswith("Procedure Regulations (SI 2023/341) in force")


def test_a_rule_keeps_the_explanation_below_its_first_line_for_the_manual():
    @rule("reg 6")
    def explained() -> Answer:
        """One line.

        And how it reads the law.
        """
        return met("so")

    entry = rules.RULES["explained"]
    assert (entry.says, entry.more) == ("One line.", "And how it reads the law.")
    assert explained().says == "One line."


def test_a_rule_for_a_provision_that_no_table_has_is_refused():
    with pytest.raises(KeyError, match="reg 99"):
        rule("reg 99")


def test_a_rule_that_uses_a_number_that_no_table_has_is_refused():
    with pytest.raises(KeyError, match="no_such_days"):
        rule("reg 15(4)", values=("no_such_days",))


def test_a_rule_that_says_nothing_is_refused():
    def silent() -> Answer:
        return met("so")

    with pytest.raises(ValueError, match="silent has no docstring"):
        rule("reg 6")(silent)


def test_two_rules_cannot_have_one_name():
    def twice() -> Answer:
        """Twice."""
        return met("so")

    rule("reg 6")(twice)
    with pytest.raises(ValueError, match="twice"):
        rule("reg 6")(twice)

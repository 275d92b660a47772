"""A finding says its outcome, its reason and its source, and never hides that a source is unverified."""

import json
from datetime import date

from lnrs.law.finding import Finding, Force, Outcome, Source, as_record, counted, listed, source_of

CHECKED = Source("reg 15(4)", "https://example.org/15", True, checked=date(2026, 1, 15))
BELIEVED = Source("reg 10", "https://example.org/10", False, "By analogy.")


def finding(source: Source = CHECKED, **more) -> Finding:
    return Finding("a_rule", "It is kept.", Outcome.NOT_MET, "the last day was 1 May", Force.MUST, source, **more)


def test_a_finding_reads_as_a_sentence_with_its_source():
    assert str(finding()) == "NOT MET: It is kept. The last day was 1 May. reg 15(4)."


def test_a_finding_names_whom_it_is_about():
    assert "It is kept. (Swale)" in str(finding(about="Swale"))


def test_an_unverified_source_is_never_shown_without_saying_so():
    assert str(BELIEVED) == "reg 10 [unverified]"
    assert "reg 10 [unverified]" in str(finding(BELIEVED))
    assert as_record(finding(BELIEVED))["source"]["cite"] == "reg 10 [unverified]"


def test_a_finding_whose_rule_is_verified_still_says_what_else_it_rests_on_is_not():
    assert str(finding(unverified=("the day of commencement",))).endswith("Unverified: the day of commencement")


def test_a_source_read_in_somebodys_account_of_the_law_says_second_hand():
    source = source_of({"url": "https://example.org", "checked": date(2026, 1, 1), "second_hand": True}, "reg 3")
    assert source.verified
    assert str(source) == "reg 3 [second-hand]"


def test_a_row_without_a_day_of_checking_is_unverified_even_if_it_says_second_hand():
    assert source_of({"url": "https://example.org", "second_hand": True}, "reg 3").mark == "unverified"


def test_a_finding_can_be_written_as_json_and_keeps_everything():
    record = as_record(finding(about="Swale", unverified=("the day of commencement",)))
    assert json.loads(json.dumps(record)) == record
    assert record == {
        "rule": "a_rule",
        "about": "Swale",
        "says": "It is kept.",
        "outcome": "not met",
        "because": "the last day was 1 May",
        "force": "must",
        "source": {
            "cite": "reg 15(4)",
            "url": "https://example.org/15",
            "verified": True,
            "second_hand": False,
            "note": "",
            "checked": "2026-01-15",
        },
        "unverified": ["the day of commencement"],
    }


def test_an_unchecked_source_is_written_without_a_day():
    assert as_record(finding(BELIEVED))["source"]["checked"] is None


def test_a_list_reads_as_english_and_a_long_one_is_cut_with_the_rest_counted():
    assert listed([]) == ""
    assert listed(["GL1"]) == "GL1"
    assert listed(["GL1", "GL2"]) == "GL1 and GL2"
    assert listed(["GL1", "GL2", "GL3"]) == "GL1, GL2 and GL3"
    assert listed([f"GL{n}" for n in range(1, 10)], most=3) == "GL1, GL2, GL3 and 6 more"


def test_a_count_agrees_with_its_noun():
    assert counted(1, "priority", "priorities") == "1 priority"
    assert counted(2, "priority", "priorities") == "2 priorities"
    assert counted(1200, "measure") == "1,200 measures"

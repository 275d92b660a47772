"""The law manual is made from the tables, leaves nothing out and marks what is unverified."""

import re
import subprocess
import sys
from datetime import date

import pytest

from lnrs.law import law_manual, registered, stages_diagram
from lnrs.law.accounted import stale_checks
from lnrs.law.provisions import PROVISIONS
from lnrs.law.values import IN_FORCE, VALUES

MANUAL = law_manual()
LINES = MANUAL.splitlines()


def section(title: str) -> str:
    """The part of the manual under a second-level heading."""
    return MANUAL.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_every_rule_has_its_own_heading_and_its_source():
    headings = [line for line in LINES if line.startswith("#### ")]
    assert headings == [f"#### `{name}`" for name in _in_manual_order()]
    for rule in registered().values():
        assert f"- Source: [{rule.source.cite}]({rule.source.url})" in section("Rules")


def _in_manual_order() -> list[str]:
    order = ["act", "regulations", "guidance", "practice"]
    rules = registered()
    return sorted(rules, key=lambda name: order.index(PROVISIONS[rules[name].provision].instrument.key))


@pytest.mark.parametrize("provision", PROVISIONS.values(), ids=PROVISIONS)
def test_every_provision_is_in_the_table_with_its_code_or_why_it_has_none(provision):
    (row,) = [line for line in section("Provisions").splitlines() if line.startswith(f"| {provision.id} |")]
    assert provision.says in row
    assert all(f"`{name}`" in row for name in provision.coded)
    assert provision.not_coded in row


def test_every_number_and_day_is_there_with_its_history():
    values = section("Numbers and days fixed by law")
    for value in VALUES.values():
        assert f"| {value.title} | {value.history[0].value} {value.unit} from 13 April 2023 |" in values
    for day in IN_FORCE.values():
        assert f"| {day.title} |" in values


def test_the_diagram_of_the_stages_is_the_tables_own():
    assert f"```mermaid\n{stages_diagram()}```" in section("Stages")


def test_wherever_an_unverified_source_is_linked_the_mark_follows_it():
    unverified = {item.source for item in (*PROVISIONS.values(), *VALUES.values(), *IN_FORCE.values())}
    unverified = {source for source in unverified if not source.verified}
    linked = 0
    for source in unverified:
        for after in MANUAL.split(f"[{source.cite}]({source.url})")[1:]:
            assert after.startswith(" (**unverified**)"), source.cite
            linked += 1
    assert linked >= len([rule for rule in registered().values() if not rule.source.verified])


def test_what_is_not_verified_is_also_listed_in_one_place():
    listed = section("What is not verified")
    expected = [p.says for p in PROVISIONS.values() if not p.source.verified]
    expected += [item.title for item in (*IN_FORCE.values(), *VALUES.values()) if not item.source.verified]
    assert expected
    rows = [line for line in listed.splitlines() if line.startswith("| ")][2:]
    assert [row.split(" | ")[1] for row in rows] == expected


def test_every_table_is_whole():
    for line in LINES:
        if re.match(r"\| --- ", line):
            head = LINES[LINES.index(line) - 1]
            assert head.count("|") == line.count("|")
    tables = [line for line in LINES if line.startswith("|")]
    assert all(line.endswith("|") for line in tables)


def test_the_manual_is_the_same_on_every_day_and_in_every_process():
    script = "from lnrs.law import law_manual; import sys; sys.stdout.write(law_manual())"
    for seed in ("1", "2"):
        again = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        assert again.stdout == MANUAL


def test_checks_go_stale_after_twelve_months_and_not_before():
    newest = max(p.source.checked for p in PROVISIONS.values() if p.source.checked)
    oldest = min(p.source.checked for p in PROVISIONS.values() if p.source.checked)
    assert stale_checks(oldest) == ()
    assert stale_checks(oldest.replace(year=oldest.year + 1)) == ()
    later = stale_checks(newest.replace(year=newest.year + 2))
    checked = [item for item in (*PROVISIONS.values(), *IN_FORCE.values(), *VALUES.values()) if item.source.checked]
    assert len(later) == len(checked)
    assert [check.checked for check in later] == sorted(check.checked for check in later)


def test_a_shorter_term_of_checking_can_be_asked_for():
    oldest = min(p.source.checked for p in PROVISIONS.values() if p.source.checked)
    assert stale_checks(date(oldest.year + 1, oldest.month, 1), months=6)


def test_stale_checks_are_listed_only_when_a_day_is_given():
    assert "Checks older than a year" not in MANUAL
    newest = max(p.source.checked for p in PROVISIONS.values() if p.source.checked)
    assert law_manual(newest).endswith("None.\n")
    stale = law_manual(newest.replace(year=newest.year + 2))
    assert "## Checks older than a year on" in stale
    assert stale.count("\n") > MANUAL.count("\n") + len(stale_checks(newest.replace(year=newest.year + 2)))

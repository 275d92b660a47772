"""What one file says of another: every name leads somewhere, and nothing that is owed is missing."""

from collections.abc import Iterator
from typing import Any

from lnrs.errors import Problem
from lnrs.strategy.cells import Row
from lnrs.strategy.draft import Draft
from lnrs.strategy.references import priority_of
from lnrs.strategy.settings import is_web_address
from lnrs.strategy.tables import Table
from lnrs.strategy.wording import closest, shown


def link_problems(draft: Draft) -> Iterator[Problem]:
    """Every reference to something that is not there, and everything that should be there and is not."""
    yield from _priorities_served(draft)
    yield from _unknown(draft.measures, "funding", draft.funding)
    yield from _unknown(draft.species, "measures", draft.measures)
    yield from _unknown(draft.metric_habitats, "measure", draft.measures)
    yield from _priorities_without_measures(draft)
    yield from _rules_owed(draft)
    yield from _rules_for_nothing(draft)
    yield from _species_without_measures(draft)
    yield from _web_addresses(draft.measures, "guidance_url")
    yield from _web_addresses(draft.funding, "url")


def _priorities_served(draft: Draft) -> Iterator[Problem]:
    """A measure's own priority is left to `check_numbers`, so that one mistake is said once."""
    yield from _unknown(draft.measures, "priorities", draft.priorities, said_elsewhere=True)


def _unknown(table: Table[Any], column: str, target: Table[Any], said_elsewhere: bool = False) -> Iterator[Problem]:
    known = target.refs()
    for row in table.rows if target.is_whole else ():
        for ref in dict.fromkeys(row.items(column)):
            if ref not in known and not (said_elsewhere and ref == priority_of(row.text("ref"))):
                likeliest = closest(ref, known)
                do = f"Did you mean {likeliest}?" if likeliest else "Add it there, or take it out here."
                yield Problem(table.where(row), f"{column}: {ref} is not in {target.name}.", do)


def _priorities_without_measures(draft: Draft) -> Iterator[Problem]:
    served = {ref for row in draft.measures.rows for ref in row.items("priorities")}
    for row in draft.priorities.rows if draft.measures.is_whole else ():
        ref, reason = row.text("ref"), row.text("no_measure_because")
        if ref and ref not in served and not reason:
            what = f"{ref} has no potential measure and does not say why."
            yield Problem(draft.priorities.where(row), what, "Add a measure, or fill in no_measure_because.")
        if ref in served and reason:
            what = f"{ref} has a potential measure, yet no_measure_because is filled in."
            yield Problem(draft.priorities.where(row), what, "Empty that cell.")


def _is_mapped(row: Row) -> bool:
    return row.text("mapped").casefold() == "yes"


def _rules_owed(draft: Draft) -> Iterator[Problem]:
    """A mapped measure has a rule; a wider measure a reason."""
    rules = {rule.ref for rule in draft.rules}
    for row in draft.measures.rows:
        ref, where, reason = row.text("ref"), draft.measures.where(row), row.text("not_mapped_because")
        if ref and _is_mapped(row) and ref not in rules:
            yield Problem(where, f"{ref} is mapped but has no rule.", f"Write rules/{ref}.toml, or set mapped to no.")
        if _is_mapped(row) and reason:
            yield Problem(where, f"{ref} is mapped, yet not_mapped_because is filled in.", "Empty that cell.")
        if row.text("mapped").casefold() == "no" and not reason:
            what = f"{ref} is a wider measure and does not say why it is not mapped."
            yield Problem(where, what, "Fill in not_mapped_because.")


def _rules_for_nothing(draft: Draft) -> Iterator[Problem]:
    rows = {row.text("ref"): row for row in reversed(draft.measures.rows)}
    for rule in draft.rules if draft.measures.is_whole else ():
        if rule.ref not in rows:
            likeliest = closest(rule.ref, rows)
            do = f"Is it the rule of {likeliest}?" if likeliest else "Rename it for its measure, or delete it."
            yield Problem(rule.file.name, f"there is no measure {rule.ref} in measures.csv.", do)
        elif rows[rule.ref].text("mapped").casefold() == "no":
            what = f"{rule.ref} is not mapped ({draft.measures.where(rows[rule.ref])}), yet it has a rule."
            yield Problem(rule.file.name, what, "Set mapped to yes, or delete the rule.")


def _species_without_measures(draft: Draft) -> Iterator[Problem]:
    for row in draft.species.rows:
        if row.text("helped_by") == "its own measures" and not row.items("measures"):
            what = f"{row.text('ref')} is helped by its own measures, but names none."
            yield Problem(draft.species.where(row), what, "Name them in the column measures.")


def _web_addresses(table: Table[Any], column: str) -> Iterator[Problem]:
    for row in table.rows:
        if row.text(column) and not is_web_address(row.text(column)):
            what = f"{column}: {shown(row.text(column))} is not a web address."
            yield Problem(table.where(row), what, "It begins with https://.")

"""Is the law fully accounted for, and when was it last compared with the official text?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lnrs.law.finding import Source
from lnrs.law.periods import months_after
from lnrs.law.provisions import PROVISIONS, Provision
from lnrs.law.rules import Rule
from lnrs.law.values import IN_FORCE, VALUES


def unaccounted(provisions: Mapping[str, Provision], rules: Mapping[str, Rule]) -> list[str]:
    """Every way in which provisions and rules do not answer to each other, in plain words; empty when they do."""
    return [*_provision_faults(provisions, rules), *_rule_faults(provisions, rules)]


def _provision_faults(provisions: Mapping[str, Provision], rules: Mapping[str, Rule]) -> Iterator[str]:
    for provision in provisions.values():
        if bool(provision.coded) == bool(provision.not_coded):
            yield f"{provision.id}: give the rule that codes it, or say why none does (one of the two)"
        for name in provision.coded:
            if name not in rules:
                yield f"{provision.id}: there is no rule {name}"
        if not provision.source.url:
            yield f"{provision.id}: no source"


def _rule_faults(provisions: Mapping[str, Provision], rules: Mapping[str, Rule]) -> Iterator[str]:
    for rule in rules.values():
        provision = provisions.get(rule.provision)
        if provision is None or rule.name not in provision.coded:
            yield f"{rule.name}: the provision {rule.provision} does not name it"
        if not (rule.source.cite and rule.source.url):
            yield f"{rule.name}: no source"


@dataclass(frozen=True)
class StaleCheck:
    """A provision or number that has not been compared with its source for a year."""

    what: str
    source: Source
    checked: date


def stale_checks(on: date, months: int = 12) -> tuple[StaleCheck, ...]:
    """What was last checked more than `months` calendar months before `on`, oldest first.

    It is reported, never a failure: the remedy is a person reading the law again.
    """
    stale = [
        StaleCheck(what, source, source.checked)
        for what, source in sources()
        if source.checked and months_after(source.checked, months) < on
    ]
    return tuple(sorted(stale, key=lambda check: check.checked))


def sources() -> Iterator[tuple[str, Source]]:
    """Every provision, day and number with its source, in the order of the tables."""
    yield from ((provision.says, provision.source) for provision in PROVISIONS.values())
    yield from ((day.title, day.source) for day in IN_FORCE.values())
    yield from ((value.title, value.source) for value in VALUES.values())

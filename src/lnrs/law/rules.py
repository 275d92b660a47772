"""The register of rules: `@rule(provision)` gives a function its source and force and keeps it for the manual.

The body of a rule takes plain facts and returns an Answer. Whoever calls it gets a Finding: the same answer with the
rule's name, force and source, and a list of everything it rests on that is unverified.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from inspect import getdoc
from typing import ParamSpec

from lnrs.law.finding import Answer, Finding, Force, Source
from lnrs.law.provisions import PROVISIONS
from lnrs.law.values import IN_FORCE, VALUES, InForce, Value

Facts = ParamSpec("Facts")


@dataclass(frozen=True)
class Rule:
    """A rule as the manual shows it."""

    name: str
    says: str
    """The first line of its docstring: one sentence that is true of every strategy that keeps the rule."""
    more: str
    """The rest of its docstring: how the rule reads the law."""
    provision: str
    force: Force
    source: Source
    values: tuple[str, ...]
    """Names of the numbers and days fixed by law that it uses."""

    @property
    def unverified(self) -> tuple[str, ...]:
        """What the rule rests on that has not been compared with any text."""
        return tuple(_unverified(self))


RULES: dict[str, Rule] = {}


def rule(
    provision: str, *, values: tuple[str, ...] = ()
) -> Callable[[Callable[Facts, Answer]], Callable[Facts, Finding]]:
    """Register a function as the code of a provision (its id in provisions.toml).

    `values` names the numbers it uses. Raises KeyError for a provision or a number that no table has, and ValueError
    where the name is taken or the function has no docstring.
    """
    source = PROVISIONS[provision]
    for name in values:
        fixed_by_law(name)

    def register(decide: Callable[Facts, Answer]) -> Callable[Facts, Finding]:
        says, _, more = (getdoc(decide) or "").partition("\n")
        name = decide.__name__
        if not says or name in RULES:
            raise ValueError(f"the rule {name} has no docstring, or another rule has its name")
        entry = Rule(name, says, more.strip(), provision, source.instrument.force, source.source, values)
        RULES[name] = entry

        @wraps(decide)
        def apply(*args: Facts.args, **kwargs: Facts.kwargs) -> Finding:
            answer = decide(*args, **kwargs)
            return Finding(
                name,
                says,
                answer.outcome,
                answer.because,
                entry.force,
                entry.source,
                unverified=entry.unverified,
            )

        return apply

    return register


def fixed_by_law(name: str) -> Value | InForce:
    """The number or the day of that name. Raises KeyError where there is none."""
    return VALUES[name] if name in VALUES else IN_FORCE[name]


def unverified_mark(source: Source) -> str:
    """What to say of an unverified source: its citation and why; empty for a verified one."""
    return "" if source.verified else f"{source.cite}: {source.note or 'the text was not read.'}"


def _unverified(entry: Rule) -> Iterator[str]:
    if mark := unverified_mark(entry.source):
        yield mark
    for name in entry.values:
        fixed = fixed_by_law(name)
        if mark := unverified_mark(fixed.source):
            yield f"{fixed.title} ({mark})"


def registered() -> Mapping[str, Rule]:
    """Every rule in the order of the provisions it codes, then by name."""
    order = {id: place for place, id in enumerate(PROVISIONS)}
    return dict(sorted(RULES.items(), key=lambda item: (order[item[1].provision], item[0])))

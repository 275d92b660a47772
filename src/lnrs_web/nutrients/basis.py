"""By which day and rules the budget of an application was worked out: its applicant chose the day."""

from dataclasses import dataclass, replace
from datetime import date

from lnrs.law.periods import day_in_england
from lnrs.nutrients.budget import budget
from lnrs.nutrients.reading import parse
from lnrs.nutrients.rules import RuleSet, rules_named, rules_on
from lnrs_web.nutrients.actions.applications import FILE, lines_for
from lnrs_web.nutrients.models import Application, Line


@dataclass(frozen=True)
class Basis:
    """What a budget rests on, beside what it would have rested on when the application came in."""

    day: date
    """The day of the budget, which the applicant gave."""
    rules: RuleSet
    received_on: date
    rules_then: RuleSet
    """Those of the day on which it came in."""
    credits_then: tuple[Line, ...] = ()
    """What it would need by those, of the same nutrients, where they are others; nothing is written."""

    @property
    def is_of_its_day(self) -> bool:
        """Whether it is worked out by the rules of the day on which it came in."""
        return self.rules.name == self.rules_then.name


def basis_of(one: Application) -> Basis:
    """The basis of an application, read from its own file."""
    given, received_on = parse(one.file, FILE), day_in_england(one.received_at)
    found = Basis(given.development.as_of, rules_named(one.rules), received_on, rules_on(received_on))
    if found.is_of_its_day:
        return found
    nutrients = tuple({line.nutrient for line in one.lines.all()})
    then = budget(replace(given.development, as_of=received_on), given.catchment, found.rules_then)
    return replace(found, credits_then=tuple(lines_for(then, nutrients)))

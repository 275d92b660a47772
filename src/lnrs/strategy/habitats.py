"""Habitats that rules name beside those that land parcels have.

Any word may stand for a habitat, and a small area need not have all that its rules name, so nothing of this is refused:
but a misspelt word would never match, and nobody would hear of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lnrs.layers.store import count_of_words
from lnrs.strategy.folder import Strategy
from lnrs.strategy.rule import DistanceTo, Rule
from lnrs.strategy.wording import closest, listed

MISSPELT = 0.9
"""So alike that one word is probably the other misspelt, or in the plural; two habitats are less alike."""


def habitat_notes(strategy: Strategy) -> list[str]:
    """What may be a mistake: a habitat of rules that no parcel has; and a second spelling in the parcels of one."""
    if "land_parcels" not in strategy.layers:
        return []
    there = count_of_words(strategy.layers["land_parcels"], "habitat")
    named = named_in(strategy.rules)
    return [*_named_only(named, there), *_there_only(there, named)]


def named_in(rules: Mapping[str, Rule]) -> dict[str, list[str]]:
    """The references of the rules that name each habitat."""
    named = defaultdict(list)
    for ref, rule in rules.items():
        for habitat in sorted(_habitats(rule)):
            named[habitat].append(ref)
    return dict(sorted(named.items()))


def _habitats(rule: Rule) -> set[str]:
    near = (one.habitat for one in rule.criteria if isinstance(one, DistanceTo))
    return {*rule.eligible.habitat, *rule.exclude.habitat, *(habitat for habitats in near for habitat in habitats)}


def _named_only(named: Mapping[str, list[str]], there: Iterable[str]) -> Iterator[str]:
    for habitat in sorted(named.keys() - set(there)):
        refs, more = named[habitat][:3], len(named[habitat]) - 3
        rules = listed([*refs, f"{more} more"] if more > 0 else refs)
        yield f"no land parcel has the habitat {habitat}, which rules name: {rules}.{_is_it(habitat, there)}"


def _there_only(there: Mapping[str, int], named: Mapping[str, list[str]]) -> Iterator[str]:
    for habitat in sorted(there.keys() - named.keys()):
        if question := _is_it(habitat, there.keys() & named.keys()):
            yield f"no rule names the habitat {habitat}, which land parcels have: {there[habitat]:,}.{question}"


def _is_it(habitat: str, known: Iterable[str]) -> str:
    likeliest = closest(habitat, known, cutoff=MISSPELT)
    return f" Is it {likeliest}?" if likeliest else ""

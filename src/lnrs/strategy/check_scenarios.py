"""What a scenario asks can be done: its measures, places and layers are there, its numbers make sense."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from lnrs.strategy.check_rules import layer_faults
from lnrs.strategy.folder import Strategy
from lnrs.strategy.scenario import Budget, Development, Loss, Scenario, Target
from lnrs.strategy.schema import Fault
from lnrs.strategy.toml_lines import KeyPath
from lnrs.strategy.vocabulary import unknown_words
from lnrs.strategy.wording import did_you_mean, listed


def scenario_faults(
    scenario: Scenario, strategy: Strategy, costs: Collection[str], districts: Callable[[], Sequence[str]]
) -> Iterator[Fault]:
    """What is wrong with a scenario; `costs` are the measures whose cost is said, `districts` gives the names there
    are."""
    mapped = [one.ref for one in strategy.measures if one.mapped]
    if not (scenario.budget or scenario.target or scenario.development or scenario.loss or scenario.without):
        do = "Give it a [[budget]], [[target]], [[development]] or [[loss]], or measures to go without."
        yield Fault((), "the scenario changes nothing.", do)
    for number, budget in enumerate(scenario.budget):
        yield from _budget(budget, ("budget", number), strategy, districts)
    yield from _same_budgets(scenario.budget)
    for number, target in enumerate(scenario.target):
        yield from _target(target, ("target", number), strategy, mapped, scenario.without)
    yield from _same_targets(scenario.target)
    for number, development in enumerate(scenario.development):
        yield from _place(development, ("development", number), strategy)
    for number, loss in enumerate(scenario.loss):
        yield from _loss(loss, ("loss", number), strategy)
    if (scenario.development or scenario.loss) and strategy.mapping.units == "squares":
        what = "squares have neither land cover nor habitat, so nothing can be built on or lost."
        yield Fault(("development" if scenario.development else "loss",), what, 'Set units to "land_parcels".')
    yield from _unknown(scenario.without, mapped, ("without",), "mapped measure")
    if len(set(mapped) - set(scenario.without)) == 0:
        yield Fault(("without",), "no measure is left.")
    if scenario.budget or scenario.target:
        yield from _unpaid(scenario, mapped, costs)


def _unpaid(scenario: Scenario, mapped: Iterable[str], costs: Collection[str]) -> Iterator[Fault]:
    missing = [ref for ref in mapped if ref not in costs and ref not in scenario.without]
    if missing:
        some = listed([*missing[:3], f"{len(missing) - 3} more"] if len(missing) > 4 else missing)
        what = f"scenarios/costs.csv does not say what {some} cost{'s' if len(missing) == 1 else ''}."
        yield Fault(("budget" if scenario.budget else "target",), what, "Add a row, or go without the measure.")


def _budget(budget: Budget, at: KeyPath, strategy: Strategy, districts: Callable[[], Sequence[str]]) -> Iterator[Fault]:
    if budget.gbp < 0:
        yield Fault((*at, "gbp"), f"gbp must be 0 or more, not {budget.gbp:g}.")
    yield from _unknown(budget.theme, [theme.prefix for theme in strategy.themes], (*at, "theme"), "theme")
    if budget.district and "districts" not in strategy.layers:
        do = "`lnrs fetch districts` puts it there."
        yield Fault((*at, "district"), "layers/districts.gpkg is not in the folder.", do)
    elif budget.district:
        yield from _unknown(budget.district, districts(), (*at, "district"), "district")


def _same_budgets(budgets: Sequence[Budget]) -> Iterator[Fault]:
    times = Counter((frozenset(one.district), frozenset(one.theme)) for one in budgets)
    if any(count > 1 for count in times.values()):
        yield Fault(("budget",), "two budgets are for the same themes and districts.", "Keep the smaller.")


def _target(
    target: Target, at: KeyPath, strategy: Strategy, mapped: Sequence[str], without: Collection[str]
) -> Iterator[Fault]:
    if target.area_ha <= 0:
        yield Fault((*at, "area_ha"), f"area_ha must be more than 0, not {target.area_ha:g}.")
    if bool(target.measure) == bool(target.habitat):
        what = "measure and habitat are both given." if target.measure else "it says neither measure nor habitat."
        yield Fault(at, f"[[target]]: {what}", "Give one of them.")
    yield from _unknown(target.measure, mapped, (*at, "measure"), "mapped measure")
    made = sorted({one.habitat for one in strategy.measures if one.mapped and one.habitat})
    yield from _unknown(target.habitat, made, (*at, "habitat"), "habitat that a mapped measure makes or improves")
    for ref in target.measure:
        if ref in without:
            yield Fault((*at, "measure"), f"{ref} is asked for, and left out under without.", "Decide for one.")
    left = {one.habitat for one in strategy.measures if one.mapped and one.ref not in without}
    if target.habitat and set(target.habitat) <= set(made) and not left & set(target.habitat):
        yield Fault((*at, "habitat"), "every measure for it is left out under without.", "Decide for one.")


def _same_targets(targets: Sequence[Target]) -> Iterator[Fault]:
    times = Counter((frozenset(one.measure), frozenset(one.habitat)) for one in targets)
    if any(count > 1 for count in times.values()):
        yield Fault(("target",), "two targets ask for the same.", "Keep the larger.")


def _loss(loss: Loss, at: KeyPath, strategy: Strategy) -> Iterator[Fault]:
    if not any(word.strip() for word in loss.habitat):
        yield Fault((*at, "habitat"), "[[loss]] does not say which habitat.", "Name one habitat or more.")
    yield from unknown_words("land_parcels", loss.habitat, (*at, "habitat"), "habitat")
    if loss.land_cover:
        yield from unknown_words("land_parcels", (loss.land_cover,), (*at, "land_cover"), "land_cover")
    if loss.layer:
        yield from _place(loss, at, strategy)
    elif loss.value:
        yield Fault(
            (*at, "value"), "value chooses from a layer, and no layer is named.", "Give layer, or take value out."
        )


def _place(change: Development | Loss, at: KeyPath, strategy: Strategy) -> Iterator[Fault]:
    yield from layer_faults(change.layer, frozenset(strategy.layers), (*at, "layer"))
    yield from unknown_words(change.layer, change.value, (*at, "value"))


def _unknown(words: Sequence[str], known: Sequence[str], at: KeyPath, what: str) -> Iterator[Fault]:
    for number, word in enumerate(words):
        if word not in known:
            yield Fault((*at, number), f"'{word}' is not a {what} of this strategy.", did_you_mean(word, known))

"""A measure's rule as sentences that a landowner can follow. Nothing in the rule is left out."""

from collections.abc import Iterator

from lnrs.statement.plain_words import HARD_SPACE, capital, hectares, sentence
from lnrs.strategy.benefits import BENEFITS
from lnrs.strategy.rule import (
    Benefit,
    Bottleneck,
    Connectivity,
    Corridor,
    Criterion,
    DistanceTo,
    Elevation,
    Eligible,
    Exclude,
    Rule,
    Select,
    Share,
    ShareOf,
    Slope,
)
from lnrs.strategy.wording import listed


def rule_in_words(rule: Rule) -> list[str]:
    """Sentences in reading order: why, land it can go on, land it must not, what makes land better, and how much."""
    return [
        sentence(text)
        for text in (
            rule.because,
            *_eligible(rule.eligible),
            *_excluded(rule.exclude),
            *_criteria(rule.criteria),
            *_selected(rule.select, scored=bool(rule.criteria)),
        )
        if text.strip()
    ]


def layer_words(layer: str) -> str:
    """A layer's name in plain words: `ancient woodland`."""
    return layer.replace("_", " ")


def _eligible(eligible: Eligible) -> Iterator[str]:
    kinds = _kinds(eligible.land_cover, eligible.habitat)
    yield f"It can go on {kinds}" if kinds else "It can go on land of any kind"
    for share in eligible.where:
        yield f"{_bounds(share)} of the piece of land must lie in {_named(share.layer, share.value)}"


def _excluded(exclude: Exclude) -> Iterator[str]:
    if exclude.land_cover:
        yield f"It must not go on {listed(exclude.land_cover, 'or')}"
    if exclude.habitat:
        yield f"It must not go on land whose habitat is {listed(exclude.habitat, 'or')}"
    if exclude.inside:
        layers = listed(map(layer_words, exclude.inside), "or")
        yield f"Land inside {layers} is left out, cut exactly along the edge"


def _kinds(land_cover: tuple[str, ...], habitat: tuple[str, ...]) -> str:
    either = listed(land_cover, "or") if land_cover else ""
    if not habitat:
        return either
    return f"{either or 'land'} whose habitat is {listed(habitat, 'or')}"


def _bounds(share: Share) -> str:
    if share.at_most >= 1:
        return f"At least {_percent(share.at_least)}" if share.at_least else "Any share"
    if share.at_least <= 0:
        return f"At most {_percent(share.at_most)}"
    return f"Between {_percent(share.at_least)} and {_percent(share.at_most)}"


def _criteria(criteria: tuple[Criterion, ...]) -> Iterator[str]:
    if not criteria:
        return
    whole = sum(criterion.weight for criterion in criteria)
    if len(criteria) > 1:
        yield f"Eligible land is scored from 0 to 1 on {len(criteria)} criteria"
    for criterion in criteria:
        share = "the whole score" if len(criteria) == 1 else f"{_percent(_of(criterion.weight, whole))} of the score"
        yield f"{capital(criterion.name)} ({share}): {_measured(criterion)}"


def _measured(criterion: Criterion) -> str:
    match criterion:
        case DistanceTo() if criterion.best_m > criterion.worst_m:
            best, worst = (_amount(value, "m") for value in (criterion.best_m, criterion.worst_m))
            return f"full points {best} or more from {_target(criterion)}, falling to none at {worst}"
        case DistanceTo():
            best = f"within {_amount(criterion.best_m, 'm')} of" if criterion.best_m else "beside"
            return f"full points {best} {_target(criterion)}, falling to none at {_amount(criterion.worst_m, 'm')}"
        case ShareOf():
            return (
                f"points in proportion to the share of the piece of land in {_named(criterion.layer, criterion.value)}"
            )
        case Slope():
            best, worst = (_amount(value, "degrees") for value in (criterion.best_deg, criterion.worst_deg))
            return f"full points at a mean slope of {best}, changing evenly to none at {worst}"
        case Elevation():
            best, worst = (_amount(value, "m") for value in (criterion.best_m, criterion.worst_m))
            return f"full points at a mean height of {best} above sea level, changing evenly to none at {worst}"
        case Connectivity():
            far = _amount(criterion.dispersal_m, "m")
            return (
                f"points by rank, most for the land that would join up the most {listed(criterion.habitat, 'and')}, "
                f"for plants and animals that settle {far} away on average"
            )
        case Corridor():
            return (
                f"points by rank, most for the land that carries the most movement between places with "
                f"{listed(criterion.habitat, 'or')}, for animals that go up to {_amount(criterion.dispersal_m, 'm')} "
                "from where they live"
            )
        case Bottleneck():
            far = _amount(criterion.dispersal_m, "m")
            return (
                f"points by rank, most for the land in the tightest gaps between places with "
                f"{listed(criterion.habitat, 'or')}, for species that spread {far} in a generation as the climate "
                "changes"
            )
        case Benefit():
            return f"points by rank, more for land that {BENEFITS[criterion.benefit].says}"


def _target(criterion: DistanceTo) -> str:
    targets = [*criterion.habitat, *([_named(criterion.layer, criterion.value)] if criterion.layer else [])]
    return f"the nearest {listed(targets, 'or')}"


def _named(layer: str, value: tuple[str, ...]) -> str:
    if not value:
        return layer_words(layer)
    return f"{layer_words(layer)} ({listed(value, 'or')})"


def _selected(select: Select, *, scored: bool) -> Iterator[str]:
    if select.by == "optimisation":
        yield "It is chosen together with other measures, so that none takes another's land and the whole does most"
    order = "The best land is chosen first" if scored else "Land is chosen"
    if select.area_ha is not None:
        yield f"{order}, until {hectares(select.area_ha)}{HARD_SPACE}ha are reached"
    elif select.share is not None:
        yield f"{order}, until {_percent(select.share)} of the eligible land is reached"
    else:
        yield "All eligible land is chosen"
    if select.min_score:
        yield f"Land that scores less than {select.min_score:g} is never chosen"
    if select.min_patch_ha:
        yield f"Adjoining chosen land that makes up less than {select.min_patch_ha:g}{HARD_SPACE}ha is left out"


def _amount(value: float, unit: str) -> str:
    return f"{value:,.10g}{HARD_SPACE}{unit}"


def _percent(share: float) -> str:
    return f"{share * 100:.3g}{HARD_SPACE}%"


def _of(part: float, whole: float) -> float:
    return part / whole if whole else 0.0

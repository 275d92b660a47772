"""What a rule asks for can be done: its layers are there, its numbers make sense, its words are known."""

from collections import Counter
from collections.abc import Iterable, Iterator

from lnrs.errors import Problem
from lnrs.layers.catalogue import catalogue
from lnrs.strategy.benefits import BENEFITS
from lnrs.strategy.draft import Draft
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
    ShareOf,
    Slope,
)
from lnrs.strategy.schema import Fault
from lnrs.strategy.toml_lines import KeyPath
from lnrs.strategy.vocabulary import unknown_words
from lnrs.strategy.wording import did_you_mean

ALL_IMPORTANT = "areas_of_particular_importance"
"""Stands for every layer of the areas of particular importance; the map step makes it."""

FARTHEST_M = 20_000
"""The map step measures distances up to here."""

DISPERSAL_M = {"connectivity": (100, 10_000), "corridor": (200, 10_000), "bottleneck": (500, 10_000)}
"""The least and the most that a criterion takes for a dispersal distance: cells are too coarse for less."""


def rule_problems(draft: Draft) -> Iterator[Problem]:
    """Every problem with what the sound rules ask for."""
    mapping = draft.settings.mapping
    for written in draft.rules:
        if written.rule:
            yield from written.file.problems(rule_faults(written.rule, draft.layers))
        if written.rule and mapping and mapping.units == "squares":
            yield from written.file.problems(_land_cover_of_squares(written.rule.eligible))
            yield from written.file.problems(_habitat_of_squares(written.rule.criteria))


def rule_faults(rule: Rule, layers: Iterable[str]) -> list[Fault]:
    """What is wrong with a rule, where `layers` are the ids of the layers that the strategy has."""
    have = frozenset(layers)
    faults = [*_eligible(rule.eligible, have), *_exclude(rule.exclude, have), *_select(rule.select)]
    for number, criterion in enumerate(rule.criteria):
        faults += [
            Fault(("criteria", number, *fault.path), fault.what, fault.do) for fault in _criterion(criterion, have)
        ]
    return faults + list(_same_names(rule.criteria)) + list(_told_by_the_rest(rule))


def _told_by_the_rest(rule: Rule) -> Iterator[Fault]:
    """A measure that is placed by sensitive records must not share land out: where the others go would tell of them."""
    asked = [*rule.criteria, *rule.eligible.where] if rule.select.by == "optimisation" else []
    for layer in sorted({layer for one in asked if (layer := getattr(one, "layer", ""))}):
        if layer in catalogue() and catalogue()[layer].sensitive:
            what = f"the rule looks at {layer}, and where other measures are kept out would tell where they are."
            yield Fault(("select", "by"), what, 'Choose this measure by "score".')


def _land_cover_of_squares(eligible: Eligible) -> Iterator[Fault]:
    for key, given in (("land_cover", eligible.land_cover), ("habitat", eligible.habitat)):
        if given:
            what = f"squares have no {key.replace('_', ' ')}, so no land is eligible."
            yield Fault(("eligible", key), what, 'Set units to "land_parcels" in strategy.toml, or use where.')


def _habitat_of_squares(criteria: tuple[Criterion, ...]) -> Iterator[Fault]:
    for number, criterion in enumerate(criteria):
        if isinstance(criterion, Connectivity | Corridor | Bottleneck):
            what = f"squares have no habitat, so '{criterion.name}' has nothing to join."
            yield Fault(("criteria", number, "kind"), what, 'Set units to "land_parcels" in strategy.toml.')


def layer_faults(layer: str, have: frozenset[str], path: KeyPath, is_area: bool = True) -> Iterator[Fault]:
    """The layer is one that a rule can name, is in the folder, and has land in it where that `is_area` is asked."""
    known = catalogue()
    if layer == ALL_IMPORTANT:
        yield Fault(path, f"{ALL_IMPORTANT} can be named only under [exclude], in inside.", "Name a layer of sites.")
    elif layer not in known or known[layer].geometry == "Raster":
        yield Fault(
            path,
            f"there is no layer '{layer}' that a rule can name.",
            did_you_mean(layer, [one.id for one in known.values() if one.geometry != "Raster"]),
        )
    elif layer not in have:
        yield Fault(path, f"layers/{layer}.gpkg is not in the folder.", f"`lnrs add FILE --as {layer}` puts it there.")
    elif is_area and "Polygon" not in known[layer].geometry:
        yield Fault(path, f"{layer} holds no areas, so no land lies in it.", 'Use a criterion of kind "distance".')


def _eligible(eligible: Eligible, have: frozenset[str]) -> Iterator[Fault]:
    yield from unknown_words("land_parcels", eligible.land_cover, ("eligible", "land_cover"), "land_cover")
    yield from unknown_words("land_parcels", eligible.habitat, ("eligible", "habitat"), "habitat")
    for number, share in enumerate(eligible.where):
        at: KeyPath = ("eligible", "where", number)
        yield from layer_faults(share.layer, have, (*at, "layer"))
        yield from unknown_words(share.layer, share.value, (*at, "value"))
        for key, given in (("at_least", share.at_least), ("at_most", share.at_most)):
            if not 0 <= given <= 1:
                yield Fault((*at, key), f"{key} must be a share between 0 and 1, not {given:g}.")
        if share.at_least > share.at_most:
            what = f"at_least ({share.at_least:g}) is more than at_most ({share.at_most:g})."
            yield Fault((*at, "at_least"), what, "No land could pass.")
        if share.at_least == 0 and share.at_most == 1:
            yield Fault(at, f"the condition on {share.layer} asks for nothing.", "Give at_least or at_most.")


def _exclude(exclude: Exclude, have: frozenset[str]) -> Iterator[Fault]:
    yield from unknown_words("land_parcels", exclude.land_cover, ("exclude", "land_cover"), "land_cover")
    yield from unknown_words("land_parcels", exclude.habitat, ("exclude", "habitat"), "habitat")
    for number, layer in enumerate(exclude.inside):
        if layer != ALL_IMPORTANT:
            yield from layer_faults(layer, have, ("exclude", "inside", number))


def _select(select: Select) -> Iterator[Fault]:
    if select.area_ha is not None and select.share is not None:
        yield Fault(("select", "share"), "area_ha and share are both given.", "Keep one: they may not agree.")
    if select.area_ha is not None and select.area_ha <= 0:
        yield Fault(("select", "area_ha"), f"area_ha must be more than 0, not {select.area_ha:g}.")
    if select.share is not None and not 0 < select.share <= 1:
        yield Fault(("select", "share"), f"share must be more than 0 and at most 1, not {select.share:g}.")
    if not 0 <= select.min_score <= 1:
        yield Fault(("select", "min_score"), f"min_score must be between 0 and 1, not {select.min_score:g}.")
    if select.min_patch_ha < 0:
        yield Fault(("select", "min_patch_ha"), f"min_patch_ha must be 0 or more, not {select.min_patch_ha:g}.")


def _criterion(criterion: Criterion, have: frozenset[str]) -> Iterator[Fault]:
    if criterion.weight <= 0:
        yield Fault(
            ("weight",),
            f"weight must be more than 0, not {criterion.weight:g}.",
            "Or take the criterion out.",
        )
    match criterion:
        case DistanceTo():
            yield from _distance(criterion, have)
        case ShareOf():
            yield from layer_faults(criterion.layer, have, ("layer",))
            yield from unknown_words(criterion.layer, criterion.value, ("value",))
        case Slope():
            yield from _slope(criterion, have)
        case Elevation():
            yield from _range("worst_m", criterion.best_m, criterion.worst_m)
            yield from _needs_elevation(have)
        case Connectivity() | Corridor() | Bottleneck():
            yield from _network(criterion, have)
        case Benefit():
            yield from _benefit(criterion, have)


def _distance(criterion: DistanceTo, have: frozenset[str]) -> Iterator[Fault]:
    if not criterion.habitat and not criterion.layer:
        yield Fault((), f"'{criterion.name}' does not say the distance to what.", "Give habitat or layer.")
    if criterion.habitat and criterion.layer:
        yield Fault(("layer",), f"'{criterion.name}' names both a habitat and a layer.", "Make two criteria of it.")
    if criterion.value and not criterion.layer:
        yield Fault(("value",), "value chooses from a layer, and no layer is named.", "Give layer, or take value out.")
    if criterion.layer:
        yield from layer_faults(criterion.layer, have, ("layer",), is_area=False)
        yield from unknown_words(criterion.layer, criterion.value, ("value",))
    yield from unknown_words("land_parcels", criterion.habitat, ("habitat",), "habitat")
    yield from _range("worst_m", criterion.best_m, criterion.worst_m)
    for key, metres in (("best_m", criterion.best_m), ("worst_m", criterion.worst_m)):
        if not 0 <= metres <= FARTHEST_M:
            yield Fault((key,), f"{key} must be between 0 and {FARTHEST_M} metres, not {metres:.10g}.")


def _slope(criterion: Slope, have: frozenset[str]) -> Iterator[Fault]:
    yield from _range("worst_deg", criterion.best_deg, criterion.worst_deg)
    for key, degrees in (("best_deg", criterion.best_deg), ("worst_deg", criterion.worst_deg)):
        if not 0 <= degrees <= 90:
            yield Fault((key,), f"{key} must be between 0 and 90 degrees, not {degrees:g}.")
    yield from _needs_elevation(have)


def _network(criterion: Connectivity | Corridor | Bottleneck, have: frozenset[str]) -> Iterator[Fault]:
    if not criterion.habitat:
        yield Fault(("habitat",), f"'{criterion.name}' does not say which habitat.", "Name one habitat or more.")
    yield from unknown_words("land_parcels", criterion.habitat, ("habitat",), "habitat")
    yield from layer_faults("land_parcels", have, ("kind",))
    least, most = DISPERSAL_M[criterion.kind]
    if not least <= criterion.dispersal_m <= most:
        what = f"dispersal_m must be between {least:,} and {most:,} metres, not {criterion.dispersal_m:.10g}."
        yield Fault(("dispersal_m",), what)


def _benefit(criterion: Benefit, have: frozenset[str]) -> Iterator[Fault]:
    for layer in BENEFITS[criterion.benefit].layers:
        if layer not in have:
            what = f"the benefit '{criterion.benefit}' needs the layer {layer}, which is not in the folder."
            yield Fault(("benefit",), what, f"`lnrs add FILE --as {layer}` puts it there.")


def _range(key: str, best: float, worst: float) -> Iterator[Fault]:
    if best == worst:
        yield Fault(
            (key,),
            f"best and worst are both {best:g}, so every place would score alike.",
            "Make them differ.",
        )


def _needs_elevation(have: frozenset[str]) -> Iterator[Fault]:
    if "elevation" not in have:
        what = "layers/elevation.tif is not in the folder."
        yield Fault(("kind",), what, "`lnrs add FILE --as elevation` puts it there.")


def _same_names(criteria: tuple[Criterion, ...]) -> Iterator[Fault]:
    times = Counter(criterion.name for criterion in criteria)
    seen: set[str] = set()
    for number, criterion in enumerate(criteria):
        if times[criterion.name] > 1 and criterion.name in seen:
            yield Fault(
                ("criteria", number, "name"),
                f"two criteria are named '{criterion.name}'.",
                "Each needs its own.",
            )
        seen.add(criterion.name)

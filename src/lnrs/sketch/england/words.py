"""How an authority of the invented England writes: its prefixes, its numbering, its words. No two write quite alike."""

from dataclasses import dataclass

from lnrs.model import Action, Area, MetricHabitat, PotentialMeasure, Priority, Theme
from lnrs.sketch.england.chance import one_chance, one_of
from lnrs.sketch.england.habitats import BY_METRIC, KINDS

THEMES = {
    "grassland": ("Grassland", "#5b8c2a", ("GL", "GRASS", "G", "MEAD")),
    "woodland": ("Woodland and trees", "#2f5d3a", ("WTH", "WOOD", "W", "TREE")),
    "freshwater": ("Rivers and wetland", "#2a6f97", ("FW", "WET", "R", "BLUE")),
    "coast": ("The coast", "#3d5a80", ("CL", "COAST", "C", "SEA")),
    "upland": ("Uplands and peat", "#7a5c3e", ("UP", "MOOR", "U", "PEAT")),
    "heath": ("Heathland", "#8e4585", ("LH", "HEATH", "H", "GORSE")),
    "farmland": ("Farmland", "#b08900", ("FM", "FARM", "F", "FIELD")),
    "town": ("Towns and cities", "#555f6b", ("UR", "TOWN", "T", "CITY")),
}
"""Each theme's name, its colour, and the prefixes that authorities give it."""

PHRASES: dict[Action, tuple[str, ...]] = {
    "create": (
        "Create new {0} where soils and water suit it",
        "Establish {0} on land of low value for nature",
        "Extend {0} from what is there already",
        "Convert unproductive farmland to {0}",
    ),
    "restore": (
        "Restore lost or damaged {0}",
        "Bring back {0}",
        "Reinstate {0} and the conditions for it",
        "Return degraded land to {0}",
    ),
    "enhance": (
        "Improve the condition of {0}",
        "Enhance {0} for plants and insects",
        "Make {0} richer in wildlife",
        "Raise the quality of {0}",
    ),
    "manage": (
        "Manage {0} well and for the long term",
        "Bring {0} into active management",
        "Keep up traditional care of {0}",
        "Graze, cut or thin {0} with nature in mind",
    ),
    "connect": (
        "Link fragments of {0} to one another",
        "Connect {0} with stepping stones and corridors",
        "Join up {0} across the landscape",
        "Close the gaps between pieces of {0}",
    ),
    "protect": (
        "Protect {0} from harm",
        "Safeguard {0} and buffer it",
        "Keep all remaining {0}, without loss",
        "Conserve what is left of {0}",
    ),
}

OUTCOMES = (
    "More {0}, in better condition",
    "Larger, richer and joined-up {0}",
    "Recovery of {0} across the area",
    "We want thriving {0} in every part of the area",
)

NUMBERS = (
    (1, 2, 3, 4, 5, 6, 7, 8),
    (1, 3, 4, 6, 7, 9, 12, 13),
    (10, 20, 30, 40, 50, 60, 70, 80),
    (2, 3, 5, 6, 8, 9, 11, 14),
)
"""How authorities number within a theme or a priority; numbers that are missing were given and taken back."""

SKETCH = "Written for an invented strategy: an example, and nobody's plan."


@dataclass(frozen=True)
class Words:
    """The tables of a strategy; `of_kind` has the reference of the measure of each kind that is mapped."""

    themes: tuple[Theme, ...]
    priorities: tuple[Priority, ...]
    measures: tuple[PotentialMeasure, ...]
    metric_habitats: tuple[MetricHabitat, ...]
    of_kind: dict[int, str]


def words(area: Area, kinds: tuple[int, ...], seed: int) -> Words:
    """What an authority writes of the kinds of measure (positions in KINDS) that it maps, and a wider measure."""
    who = (seed, "words", area.lnrs_id)
    prefixes = {theme: one_of(names[2], *who, theme) for theme, names in THEMES.items()}
    numbers = one_of(NUMBERS, *who, "numbers")
    wanted = [KINDS[kind].habitat for kind in kinds]
    themes, priorities, measures, of_kind = [], [], [], {}
    for theme, (name, colour, _) in THEMES.items():
        ours = [metric for metric in dict.fromkeys(wanted) if BY_METRIC[metric].theme == theme]
        if not ours:
            continue
        themes.append(Theme(prefixes[theme], name, f"{name} of which more can be said than today.", colour))
        for place, metric in enumerate(ours):
            ref = f"{prefixes[theme]}{numbers[place]}"
            said = one_of(BY_METRIC[metric].names, *who, metric)
            priorities.append(_priority(ref, prefixes[theme], said, area, seed))
            for number, kind in enumerate(kind for kind in kinds if KINDS[kind].habitat == metric):
                of_kind[kind] = f"{ref}.{numbers[number]}"
                measures.append(_measure(of_kind[kind], ref, said, kind, area, seed))
    measures.append(_wider(priorities[0].ref, numbers[7]))
    made = _metric_habitats(of_kind) if one_chance(*who, "metric") < 0.4 else ()
    return Words(tuple(themes), tuple(priorities), tuple(measures), made, of_kind)


def _priority(ref: str, theme: str, said: str, area: Area, seed: int) -> Priority:
    text = one_of(OUTCOMES, seed, "outcome", area.lnrs_id, ref).format(said)
    return Priority(ref, theme, "habitat", text[:1].upper() + text[1:], SKETCH, ("pollination",))


def _measure(ref: str, priority: str, said: str, kind: int, area: Area, seed: int) -> PotentialMeasure:
    action = KINDS[kind].action
    text = one_of(PHRASES[action], seed, "phrase", area.lnrs_id, action).format(said)
    own = said if one_chance(seed, "habitat", area.lnrs_id) < 0.6 else ""
    return PotentialMeasure(ref, text, SKETCH, action, True, (priority,), own, wider_benefits=("carbon storage",))


def _wider(priority: str, number: int) -> PotentialMeasure:
    return PotentialMeasure(
        f"{priority}.{number}",
        "Advise landowners who would do more for nature",
        SKETCH,
        "enhance",
        False,
        (priority,),
        wider_benefits=("farm income",),
        not_mapped_because="It has no one place.",
    )


def _metric_habitats(of_kind: dict[int, str]) -> tuple[MetricHabitat, ...]:
    """Some authorities say which habitat of the statutory metric a measure makes; most leave it to others."""
    return tuple(
        MetricHabitat(ref, KINDS[kind].habitat, "creation" if KINDS[kind].action == "create" else "enhancement")
        for kind, ref in of_kind.items()
    )

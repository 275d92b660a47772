"""A conflict in plain words, for the two authorities whose it is."""

from collections.abc import Mapping
from typing import Any

from lnrs.gridref import place_name
from lnrs.network.conflict_keys import place_of
from lnrs.network.vocabulary import habitats


def in_words(conflict: Any, names: Mapping[int, str]) -> str:
    """A row of conflicts (see `lnrs.network.conflicts`) in two or three sentences; `names` are of areas by number."""
    a, b = names[conflict.a], names[conflict.b]
    sides = [
        _side(a, conflict.habitat_a, conflict.action_a, conflict.a_ha),
        _side(b, conflict.habitat_b, conflict.action_b, conflict.b_ha),
    ]
    said = sorted(sides, key=lambda words: "nothing" in words)
    sentences = (f"{where(conflict)}, {said[0]}, and {said[1]}.", _both(conflict), conflict.why)
    return " ".join(filter(None, sentences))


def where(conflict: Any) -> str:
    """Where a conflict is: `Along 300 m of the border near TQ 200 498`."""
    x, y = place_of(conflict.geometry)
    place = place_name(x, y)
    if conflict.frontage_m:
        return f"Along {conflict.frontage_m:,.0f} m of the border near {place}"
    return f"On land near {place} that both map"


def title(conflict: Any) -> str:
    """What a conflict is about, in a few words: `create lowland meadows; restore lowland heathland`."""
    made = ((conflict.action_a, conflict.habitat_a), (conflict.action_b, conflict.habitat_b))
    return "; ".join(f"{action} {short(habitat)}" if habitat else "nothing" for action, habitat in made)


def short(habitat: str) -> str:
    """A habitat by its name without the broad habitat before it, in small letters: `lowland meadows`."""
    known = habitats().get(habitat)
    name = habitat.removeprefix(f"{known.broad_habitat} - ") if known else habitat
    return (name[:1].lower() + name[1:]).replace("; ", ", ")


def _side(name: str, habitat: str, action: str, hectares: float) -> str:
    if not habitat:
        return f"{name} maps nothing there"
    return f"{name} would {action or 'map'} {short(habitat)} ({hectares:,.1f} ha)"


def _both(conflict: Any) -> str:
    return f"They map {conflict.overlap_ha:,.1f} ha of the same land." if conflict.overlap_ha else ""

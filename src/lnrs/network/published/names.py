"""What the national layers and their fields are called by those who publish them.

The national short names are APIB, ACB and PM, with the fields of `lnrs.edition.national`. Published strategies write
ACIB and ACBI for ACB, call PM by its full name, spell out what is short, and cut names to ten characters as a shapefile
does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Sureness = Literal["exact", "fields", "like"]
"""How a table was known: by a national name, by its fields, or by a word in its name."""

TABLE_NAMES: Mapping[str, tuple[str, ...]] = {
    "important": (
        "apib",
        "apibs",
        "area of particular importance for biodiversity",
        "areas of particular importance for biodiversity",
        "areas of particular importance",
    ),
    "become": (
        *("acb", "acbs", "acib", "acibs", "acbi", "acbis"),
        "areas that could become of particular importance for biodiversity",
        "areas that could become of particular importance",
        "areas that could become of importance",
        "areas that could become important",
        "could become",
    ),
    "measures": (
        *("pm", "pms", "measures", "potential measure", "potential measures"),
        *("mapped measures", "mapped potential measures", "potential measures pm"),
    ),
    "habitats": ("habitats", "present habitat", "present habitats", "existing habitat"),
    "area": (
        *("strategy area", "lnrs area", "lnrs areas", "lnrs boundary", "strategy boundary", "area", "boundary"),
        *("local nature recovery strategy", "local nature recovery strategies"),
        "local nature recovery strategy areas england",
    ),
}
"""Names in words; capitals, spaces and marks between the words make no difference."""

TOKENS: Mapping[str, frozenset[str]] = {
    "become": frozenset({"acb", "acbs", "acib", "acibs", "acbi", "acbis", "become"}),
    "important": frozenset({"apib", "apibs"}),
    "measures": frozenset({"pm", "pms", "measure", "measures"}),
    "habitats": frozenset({"habitat", "habitats"}),
    "area": frozenset({"boundary", "boundaries", "outline"}),
}
"""A word in the name that tells the table, in the order in which they are tried."""

OWN_FIELDS: Mapping[str, frozenset[str]] = {
    "important": frozenset({"apibid", "apibtype", "apibname", "apibsiteid", "apibsite"}),
    "become": frozenset({"acbid", "acibid", "acbiid"}),
    "measures": frozenset({"pmid", "pmlocid", "pmdesc", "pmref"}),
}
"""Fields that no other table has."""

FIELD_NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "important": {
        "site": ("apib_id", "entity", "site_no", "site_number"),
        "kind": (
            "apib_type",
            "site_type",
            "type",
            "designation",
            "designation_type",
            "desig",
            "category",
            "categories",
        ),
        "name": ("apib_name", "site_name", "name", "title"),
        "ref": ("apib_site_id", "site_id", "site_code", "site_ref", "site_reference", "ref_code", "reference", "ref"),
    },
    "become": {"place": ("acb_id", "acib_id", "acbi_id", "entity")},
    "measures": {
        "place": ("pm_loc_id", "pm_location_id", "loc_id", "location_id", "place_id", "entity"),
        "ref": (
            *("pm_ref", "pm_id", "measure_id", "measure_ref", "measure_code", "measure_no", "measure_number"),
            *("pm_code", "reference", "ref", "code"),
        ),
        "measure": (
            *("pm_desc", "pm_description", "measure_desc", "measure_description", "potential_measure", "measure"),
            *("measure_name", "measure_text", "pm_name", "description", "name"),
        ),
    },
    "habitats": {"habitat": ("habitat", "habitat_type", "habitat_name", "main_habitat")},
    "area": {"name": ("name", "lnrs_name", "area_name")},
}
"""By layer, our column and their fields: the national one first, then the likelier before the other."""

LNRS_ID = ("lnrs_id", "lnrs_area_id", "lnrs_no", "lnrs_number")
CATEGORY = ("layer", "categories", "category")
"""Fields that say, row by row, which national layer a row is of."""
PRIORITY = re.compile(r"priorit(?:y|ies)(?:ref|text|desc|id)?(\d*)")
CUT_AT = 10
"""Characters of a field's name that a shapefile keeps."""


@dataclass(frozen=True)
class Fields:
    """Which of a table's fields are which of our columns."""

    columns: Mapping[str, str]
    """Our column: their field."""
    priorities: tuple[str, ...] = ()
    lnrs_id: str = ""
    guessed: tuple[tuple[str, str], ...] = ()
    """Our column and the field that was taken for it, where it has not the national name."""

    @property
    def used(self) -> tuple[str, ...]:
        """Their fields that are read, each once."""
        every = (*self.columns.values(), *self.priorities, *((self.lnrs_id,) if self.lnrs_id else ()))
        return tuple(dict.fromkeys(every))


def plain(name: str) -> str:
    """A name without capitals, spaces and marks: `APIB_Site_` is apibsite."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def layer_called(name: str, fields: Iterable[str]) -> tuple[str, Sureness] | None:
    """The layer that a table with geometry is, by its name and fields, and how that is known; None where it is none."""
    short = _without_place(name)
    for layer, names in TABLE_NAMES.items():
        if plain(short) in map(plain, names):
            return layer, "exact"
    theirs = {plain(field) for field in fields}
    for layer, own in OWN_FIELDS.items():
        if theirs & own:
            return layer, "fields"
    return _like(name)


def layer_of_word(text: str) -> str:
    """The layer that a row says it is of: `APIB`, `could become`; empty where it is none that is known."""
    for layer in ("important", "become", "measures"):
        if plain(text) in map(plain, TABLE_NAMES[layer]) or set(_words(text)) & TOKENS[layer] - {"measure", "measures"}:
            return layer
    return ""


def fields_of(layer: str, fields: Iterable[str]) -> Fields:
    """Which of a table's fields are which of a layer's columns."""
    theirs = [str(field) for field in fields]
    columns, guessed = {}, []
    for ours, names in FIELD_NAMES[layer].items():
        found = _first(names, theirs)
        if found:
            columns[ours] = found
            guessed += [(ours, found)] if plain(found) != plain(names[0]) else []
    lnrs_id = _first(LNRS_ID, theirs)
    served = _priorities(theirs) if layer == "measures" else ()
    return Fields(columns, served, lnrs_id, tuple(guessed))


def category_field(fields: Iterable[str]) -> str:
    """The field that tells the layer of each row; empty where there is none."""
    return _first(CATEGORY, [str(field) for field in fields])


def _first(names: Iterable[str], theirs: list[str]) -> str:
    """The first of the names that a field has, whole or cut at ten characters; empty where none has."""
    for name in names:
        for field in theirs:
            if plain(field) == plain(name) or (len(field) == CUT_AT and name.startswith(field.casefold())):
                return field
    return ""


def _priorities(theirs: list[str]) -> tuple[str, ...]:
    numbered = [(int(found[1] or 0), field) for field in theirs if (found := PRIORITY.fullmatch(plain(field)))]
    return tuple(field for _, field in sorted(numbered, key=lambda one: one[0]))


def _like(name: str) -> tuple[str, Sureness] | None:
    words = set(_words(name))
    for layer, tokens in TOKENS.items():
        if words & tokens:
            return layer, "like"
    joined = plain(name)
    if "particularimportance" in joined:
        return "important", "like"
    return None


def _words(name: str) -> list[str]:
    """The words of a name: `NNC_APIBs2`, `MappedMeasures` and `planning:lnrs_acb` each have two or three."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.findall(r"[a-z]+", apart.casefold())


def _without_place(name: str) -> str:
    """A name without what stands before a colon (`planning:lnrs_acb`) and without `lnrs` at its beginning."""
    return re.sub(r"^lnrs(?=[\W_]+(?!area|boundary))[\W_]*", "", name.rpartition(":")[2].casefold())

"""Invented metrics of any size: lines that the rules allow, in every sheet of the official workbook."""

import random
import warnings
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from lnrs.bng.parcels import Created, Enhanced, Existing, Plan, State, Timing
from lnrs.bng.paths import enhancement_path
from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.tables import Module
from lnrs.metric_files.layout import Layout, layouts

DAY = date(2026, 11, 27)
TABLES = rule_set_on(DAY).tables
SIGNIFICANCE = {
    "high": "Formally identified in local strategy",
    "medium": "Location ecologically desirable but not in local strategy",
    "low": "Area/compensation not in local strategy/ no local strategy",
}
NCA = (
    "Compensation inside LPA boundary or NCA of impact site ",
    "Compensation outside LPA or NCA of impact site, but in neighbouring LPA or NCA ",
    "Compensation outside LPA or NCA of impact site and neighbouring LPA or NCA  ",
)
CATCHMENT = (
    "Within waterbody catchment       ",
    "Outside waterbody catchment, but within operational catchment ",
    "Outside operational catchment  ",
)
PART_OF: Mapping[Module, int] = {"area": 1, "hedgerow": 2, "watercourse": 4}
"""Hedgerows are half as many as area habitats, watercourses a quarter."""
TYPED = ("units", "units_retained", "ref", "habitat_ref")
"""Columns of the workbook that nobody types into, or that nothing depends on."""
Rows = dict[str, list[dict[str, Any]]]


def rows(lines: int, seed: int = 3) -> Rows:
    """Lines by the short name of their sheet: as many as said of area habitat in each."""
    chance, found = random.Random(seed), Rows()
    for layout in layouts():
        if layout.part == "enhanced":
            continue
        found[layout.short] = own = []
        for number in range(lines // PART_OF[layout.module]):
            row, after = _row(layout, chance, number + 1)
            own.append(row)
            if after:
                found.setdefault(f"{layout.short[0]}-3", []).append(after)
    return found


def _row(layout: Layout, chance: random.Random, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    state, size = _state(layout.module, chance), chance.randrange(1, 30_000) / 10_000
    row = {"ref": number, "size": size, **_typed(layout.module, state)}
    if layout.off_site:
        risks = CATCHMENT if layout.module == "watercourse" else NCA
        row |= {"risk": chance.choice(risks), "site_ref": "BGS-1"}
    if layout.part == "created":
        return row | _timing(chance), {}
    if layout.module != "hedgerow":
        row["irreplaceable"] = "No"
    kept = chance.random()
    after = _better(layout.module, state, chance) if kept < 0.5 else None
    parts = (0, size) if after else (size, 0) if kept < 0.9 else (0, 0)
    row |= dict(zip(("retained", "enhanced"), parts, strict=True))
    return row, {"ref": number, **_typed(layout.module, after), **_timing(chance)} if after else {}


def plan_of(lines: int, seed: int = 1) -> Plan:
    """A plan of about so many lines, on the site and off it: eight of ten are area habitats."""
    chance = random.Random(seed)
    existing: list[Existing] = []
    created: list[Created] = []
    enhanced: list[Enhanced] = []
    while len(existing) + len(created) + len(enhanced) < lines:
        ref, module = str(len(existing) + len(created)), _module(chance)
        state, size = _state(module, chance), Decimal(chance.randrange(1, 50_000)) / 10_000
        risk = chance.choice([None, None, Fraction(1), Fraction(3, 4)])
        timing, what = Timing(**{f"{name}_years": years for name, years in _timing(chance).items()}), chance.random()
        after = _better(module, state, chance) if what < 0.25 else None
        if after:
            existing.append(Existing(ref, module, state, size, 0, size, off_site=risk))
            enhanced.append(Enhanced(existing[-1], after, timing))
        elif what < 0.6:
            existing.append(Existing(ref, module, state, size, chance.choice([size, 0]), off_site=risk))
        else:
            created.append(Created(ref, module, state, size, timing, risk))
    return Plan(tuple(existing), tuple(created), tuple(enhanced))


def _module(chance: random.Random) -> Module:
    modules: tuple[Module, ...] = ("area", "hedgerow", "watercourse")
    return chance.choices(modules, [16, 3, 1])[0]


def _better(module: Module, state: State, chance: random.Random) -> State | None:
    tried = (_state(module, chance) for _ in range(30))
    return next((one for one in tried if _allowed(module, state, one)), None)


def _allowed(module: Module, before: State, after: State) -> bool:
    return isinstance(enhancement_path(module, before, after, TABLES, irreplaceable=False), int)


def _state(module: Module, chance: random.Random) -> State:
    known = [
        one
        for one in TABLES.habitats[module].values()
        if one.irreplaceable != "yes" and one.broad != "Individual trees"
    ]
    habitat = chance.choice(known)
    condition, significance = chance.choice(list(habitat.years)), chance.choice(list(SIGNIFICANCE))
    if module != "watercourse":
        return State(habitat.name, condition, significance)
    if habitat.name == "Culvert":
        return State(habitat.name, condition, significance, "N/A - Culvert", "N/A - Culvert")
    banks = [one for one in TABLES.on_banks if one != "N/A - Culvert"]
    water = chance.choice(["No Encroachment", "Minor", "Major"])
    return State(habitat.name, condition, significance, water, chance.choice(banks))


def _typed(module: Module, state: State) -> dict[str, Any]:
    broad, _, habitat = state.habitat.partition(" - ")
    names = {"broad": broad, "habitat": habitat} if module == "area" else {"habitat": state.habitat}
    water = {}
    if module == "watercourse":
        # The tool writes a blank after the stroke, but for the worst bank.
        worst = state.on_banks.startswith(("Major", "N/A"))
        banks = state.on_banks if worst else state.on_banks.replace("/", "/ ")
        water = {"in_watercourse": state.in_watercourse, "on_banks": banks}
    return {**names, "condition": state.condition, "significance": SIGNIFICANCE[state.significance], **water}


def _timing(chance: random.Random) -> dict[str, int]:
    timing = {"advance": 0, "delay": 0}
    if chance.random() < 0.3:
        timing[chance.choice(["advance", "delay"])] = chance.randrange(1, 12)
    return timing


def fill(official: Path, given: Rows, target: Path) -> int:
    """The official workbook with these lines in place of its own; how many they are."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the workbook has extensions that openpyxl leaves out
        book = openpyxl.load_workbook(official)
    for layout in layouts():
        sheet, own = book[layout.sheet], given.get(layout.short, [])
        for at in range(layout.first, layout.last + 1):
            line = own[at - layout.first] if at - layout.first < len(own) else {}
            for name, letter in layout.columns.items():
                cell = sheet[f"{letter}{at}"]
                if name in TYPED or (cell.data_type == "f" and name not in line):
                    continue
                cell.value = line.get(name)
    book.save(target)
    return sum(map(len, given.values()))

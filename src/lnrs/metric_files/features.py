"""What one feature of the metric's GeoPackage says: what is there, and what becomes of it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, cast

import shapely

from lnrs.bng.parcels import Created, Enhanced, Existing, Size, State, Timing
from lnrs.bng.rule_sets import rule_sets
from lnrs.bng.tables import OVER_30, Module, Tables
from lnrs.bng.trees import tree_area_ha
from lnrs.errors import Problem
from lnrs.metric_files import vocabulary
from lnrs.metric_files.database import Feature, LayerRows, plain_name
from lnrs.metric_files.vocabulary import plain, said

BECOMES = ("retained", "enhanced", "lost", "created")
TO_BE_CREATED = "to be created"
OPTIONAL = ("size", "advance", "delay", "risk", "location", "count", "band_before")
"""Columns that a layer can be read without."""
M2_IN_HA, M_IN_KM = 10_000, 1_000
COUNT_FIGURES = 6
"""Of a number of trees: there are fewer than a million on a site."""
CLOSE = 0.01
"""Share by which a size that is written down may differ from the shape."""


@dataclass(frozen=True)
class Layer:
    """One layer of the template, with the name of each of its columns."""

    name: str
    module: Module
    geometry: str
    columns: Mapping[str, str]

    def column(self, of: str) -> str:
        """A column's name as it is looked up; empty where the layer has none."""
        return plain_name(self.columns.get(of, ""))

    def missing(self, rows: LayerRows) -> list[str]:
        """Columns that have to be there, and are not."""
        return [
            name for of, name in self.columns.items() if of not in OPTIONAL and plain_name(name) not in rows.columns
        ]

    def names_a_state(self, feature: Feature) -> bool:
        """Whether a state afterwards is named."""
        return bool(said(feature.values.get(self.column("condition_after"))))

    def needs_no_state(self, feature: Feature) -> bool:
        """Whether it is kept as it is, or lost."""
        return said(feature.values.get(self.column("becomes"))).casefold() in ("retained", "lost")


@cache
def layers() -> tuple[Layer, ...]:
    """The template's layers (read from layers.csv; facts of Natural England's template, 2024)."""
    text = files("lnrs.metric_files").joinpath("layers.csv").read_text(encoding="utf-8")
    return tuple(
        Layer(row.pop("layer"), row.pop("module"), row.pop("geometry"), {of: name for of, name in row.items() if name})
        for row in (cast(dict[str, Any], one) for one in csv.DictReader(text.splitlines()))
    )


@dataclass(frozen=True)
class Parcel:
    """What becomes of one feature in a plan."""

    existing: Existing | None = None
    created: Created | None = None
    enhanced: Enhanced | None = None


@dataclass
class Reader:
    """One feature, with what was wrong or guessed."""

    layer: Layer
    feature: Feature
    ref: str
    where: str
    only_before: bool
    problems: list[Problem] = field(default_factory=list)
    findings: list[Problem] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    """What is found in many features, to be said once with their number."""

    def value(self, of: str) -> Any:
        """A cell; None where there is no such column."""
        return self.feature.values.get(self.layer.column(of))

    @property
    def on_site(self) -> bool:
        """Whether it lies on the site of the development; so it does where nothing is said."""
        return not said(self.value("location")).casefold().startswith("off")

    @property
    def habitat(self) -> str:
        """The habitat that is there, or that is to be."""
        return self._habitat("before") or self._habitat("after")

    def parcel(self, shape: shapely.Geometry) -> Parcel:
        """What it means for the plan."""
        if not said(self.value("location")):
            self.alike.append("without a word of whether it is on the site, so taken to be")
        becomes = said(self.value("becomes")).casefold()
        there = bool(self._habitat("before"))
        if self.only_before:
            return Parcel(existing=self._existing(shape)) if there else Parcel()
        if becomes not in BECOMES:
            given = f"is {plain(self.value('becomes'))!r}" if becomes else "is missing"
            self._wrong(f"its retention category {given}.", "Retained, Enhanced, Lost or Created.")
            return Parcel()
        existing = None
        if there and becomes != "created":
            part = {"retained": "retained", "enhanced": "enhanced"}.get(becomes)
            existing = self._existing(shape, part)
        better = made = None
        if becomes == "enhanced" and existing and self._habitat("after"):
            better = Enhanced(existing, self._state("after"), self._timing())
            if said(self.value("tree_before")) != said(self.value("tree_after")):
                self.alike.append("a tree to be enhanced that grows: it counts with the size it has")
        elif becomes in ("lost", "created") and self._habitat("after"):
            size = self._size(shape, "after")
            made = Created(self.ref, self.layer.module, self._state("after"), size, self._timing(), self._risk())
        elif becomes == "created":
            self._wrong("is to be created, and nothing says as what.", "Say which habitat it is to be.")
        return Parcel(existing, made, better)

    def _existing(self, shape: shapely.Geometry, part: str | None = None) -> Existing:
        size, state = self._size(shape, "before"), self._state("before")
        known = _tables().habitats[self.layer.module].get(state.habitat)
        if known is not None and known.irreplaceable == "maybe":
            self.alike.append("habitat that may be irreplaceable, taken not to be: no column says so")
        self._check_band(known.band if known else "")
        return Existing(
            self.ref,
            self.layer.module,
            state,
            size,
            retained=size if part == "retained" else 0,
            enhanced=size if part == "enhanced" else 0,
            irreplaceable=known is not None and known.irreplaceable == "yes",
            off_site=self._risk(),
        )

    def _check_band(self, band: str) -> None:
        """Tell where the file has another band of distinctiveness than the metric, whose own counts."""
        given = said(self.value("band_before"))
        same = given.casefold().replace("very ", "v.") == band.casefold()
        if given and band and not same:
            what = f"{self.ref}: its distinctiveness is written down as {given}; the metric has {band}, which counts."
            self.findings.append(Problem(f"{self.where} {self.feature.place}", what))

    def _habitat(self, when: str) -> str:
        name = said(self.value(f"habitat_{when}"))
        if not name or name.casefold() == TO_BE_CREATED:
            return ""
        if self.layer.geometry == "point":
            return f"Individual trees - {name.capitalize().removesuffix(' tree')} tree"
        broad = said(self.value(f"broad_{when}"))
        return name if not broad or name.startswith(f"{broad} - ") else f"{broad} - {name}"

    def _state(self, when: str) -> State:
        given = self.value(f"significance_{when}")
        significance = vocabulary.significance(given)
        if significance is None:
            text = said(given)
            what = (
                f"no strategic significance is called {text!r}." if text else "its strategic significance is missing."
            )
            self._wrong(what, "Choose one of the template's three.")
        water = {}
        if self.layer.module == "watercourse":
            names = ("in_watercourse", "on_banks")
            water = {name: vocabulary.encroachment(self.value(f"{name}_{when}")) for name in names}
        condition = vocabulary.condition(self.value(f"condition_{when}"))
        return State(self._habitat(when), condition, significance or "low", **water)

    def _timing(self) -> Timing:
        return Timing(self._years("advance"), self._years("delay"))

    def _years(self, of: str) -> int:
        text = said(self.value(of))
        if text == "30+":
            return OVER_30
        try:
            years = vocabulary.amount(text or "0")
            if years == int(years):
                return min(int(years), OVER_30)
        except (ArithmeticError, ValueError):
            pass
        self._wrong(f"{self.layer.columns[of]} is {text!r}, which is no whole number.", "Give whole years, or 30+.")
        return 0

    def _risk(self) -> Fraction | None:
        if self.on_site:
            return None
        given = said(self.value("risk"))
        risk = vocabulary.spatial_risk(given)
        if risk is not None:
            return risk
        if given:
            self._wrong(f"no spatial risk category is called {given!r}.", "Choose one of the template's.")
        else:
            self.alike.append("off the site without a spatial risk category, so counted in full")
        return Fraction(1)

    def _size(self, shape: shapely.Geometry, when: str) -> Size:
        """Ha or km: what is written down, as long as the shape bears it out, or else the shape."""
        if self.layer.geometry == "point":
            return self._tree_size(when)
        of_area = self.layer.geometry == "polygon"
        drawn, unit, many = (shape.area, "m²", M2_IN_HA) if of_area else (shape.length, "m", M_IN_KM)
        from_shape = Decimal(round(drawn)) / many if drawn >= 1 else Decimal(repr(drawn)) / many
        text = plain(self.value("size"))
        if not said(text):
            self.alike.append("without a size written down, so the shape was measured")
            return from_shape
        try:
            value = self.value("size")
            stated = vocabulary.amount(repr(value) if isinstance(value, float) else text)
        except ArithmeticError:
            self._wrong(f"its {self.layer.columns['size'].lower()} is {text!r}, which is no number.", f"Give {unit}.")
            return from_shape
        if _close(float(stated), drawn):
            return stated / many
        if _close(float(stated) * many, drawn):
            self.alike.append(f"with a size in {'ha' if of_area else 'km'} where {unit} were asked for")
            return stated
        what = f"{self.ref}: {text} {unit} are written down and {drawn:,.0f} {unit} are drawn. What is drawn counts."
        finding = Problem(f"{self.where} {self.feature.place}", what, "Measure it anew.")
        self.findings += [] if finding in self.findings else [finding]
        return from_shape

    def _tree_size(self, when: str) -> Fraction:
        size = said(self.value(f"tree_{when}")).capitalize()
        count = plain(self.value("count")) or "1"
        if not count.isdecimal() or len(count) > COUNT_FIGURES or int(count) == 0:
            self._wrong(f"its count is {count!r}, which is no number of trees.", "Give a whole number.")
            return Fraction(0)
        if size not in _tables().tree_ha:
            known = ", ".join(_tables().tree_ha)
            self._wrong(f"no size of tree is called {size!r}.", f"One of {known}.")
            return Fraction(0)
        return tree_area_ha({size: int(count)}, _tables())

    def _wrong(self, what: str, do: str) -> None:
        self.problems.append(Problem(f"{self.where} {self.feature.place}", f"{self.ref}: {what}", do))


def _close(stated: float, drawn: float) -> bool:
    return abs(stated - drawn) <= max(1.0, CLOSE * drawn)


def _tables() -> Tables:
    return rule_sets()[-1].tables

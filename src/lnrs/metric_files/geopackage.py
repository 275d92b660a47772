"""A plan out of the GeoPackage of the metric's template: habitats, hedgerows, rivers and trees with their shapes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import shapely

from lnrs.bng.parcels import Created, Enhanced, Existing, Plan
from lnrs.errors import MetricFileRefused, Problem
from lnrs.metric_files import checks, shapes
from lnrs.metric_files.database import AGAIN, NATIONAL_GRID, SQLITE, Feature, LayerRows, layers_of
from lnrs.metric_files.features import Layer, Reader, layers
from lnrs.metric_files.model import Line, MetricFile, Project
from lnrs.metric_files.shapes import Shape
from lnrs.metric_files.vocabulary import plain

__all__ = ["SQLITE", "read_geopackage"]

RED_LINE = "Red Line Boundary"


def read_geopackage(data: bytes, path: Path) -> MetricFile:
    """The metric in the bytes of a GeoPackage. Raises MetricFileRefused with every reason."""
    found = layers_of(data, path, [RED_LINE, *(one.name for one in layers())])
    problems = list(_layers_wrong(found, path.name))
    if problems:
        raise MetricFileRefused(problems)
    reading = _Reading(path.name, only_before=not _says_what_becomes(found))
    red_line = reading.red_line(found[RED_LINE])
    for layer in layers():
        if layer.name in found:
            reading.take(layer, found[layer.name])
    if red_line is not None:
        reading.problems += shapes.outside(reading.shapes, red_line, path.name)
        bare_m2 = shapes.bare_m2(reading.shapes, red_line)
        if bare_m2 > shapes.SLACK_M2:
            what = f"{bare_m2:,.0f} m² within the red line are in no habitat parcel."
            reading.findings.append(Problem(path.name, what, "Draw what is there."))
    reading.problems += shapes.overlaps(reading.shapes, path.name)
    if reading.problems:
        raise MetricFileRefused(reading.problems)
    return MetricFile(
        name=path.name,
        kind="GeoPackage",
        plan=reading.plan(),
        project=Project(name=_site_name(found)),
        shapes={one.ref: shapely.to_wkb(one.geometry) for one in reading.shapes},
        red_line=shapely.to_wkb(red_line),
        findings=tuple(reading.all_findings()),
        lines=tuple(Line(one.ref, one.place) for one in reading.shapes),
        only_before=reading.only_before,
    )


def _layers_wrong(found: Mapping[str, LayerRows], where: str) -> Iterator[Problem]:
    """What has to be right before anything is read."""
    own = [layer for layer in layers() if layer.name in found]
    if RED_LINE not in found:
        yield Problem(where, f"has no layer {RED_LINE!r}.", AGAIN)
    elif not found[RED_LINE].features:
        yield Problem(f"{where} {RED_LINE}", "is empty: there is no boundary of the site.", "Draw it.")
    if not any(found[layer.name].features for layer in own):
        names = ", ".join(layer.name for layer in layers())
        yield Problem(where, f"is empty: there is nothing in {names}.", "Draw what is there.")
    for rows in found.values():
        if rows.epsg != NATIONAL_GRID:
            given = f"EPSG:{rows.epsg}" if rows.epsg else "no coordinate system that EPSG has"
            what = f"is in {given}, and has to be in the British National Grid (EPSG:27700)."
            yield Problem(f"{where} {rows.name}", what, "Save the layer in EPSG:27700; do not only declare it.")
    for layer in own:
        missing = layer.missing(found[layer.name])
        if missing:
            what = f"has no column {', '.join(map(repr, missing))}."
            yield Problem(f"{where} {layer.name}", what, AGAIN)


def _says_what_becomes(found: Mapping[str, LayerRows]) -> bool:
    """Whether a state afterwards is named anywhere, or everything is said to be kept or lost."""
    features = [(layer, one) for layer in layers() if layer.name in found for one in found[layer.name].features]
    return any(layer.names_a_state(one) for layer, one in features) or all(
        layer.needs_no_state(one) for layer, one in features
    )


def _site_name(found: Mapping[str, LayerRows]) -> str:
    names = (plain(one.values.get("site name")) for rows in found.values() for one in rows.features)
    return next((name for name in names if name), "")


@dataclass
class _Reading:
    """Parcels as they are gathered, layer by layer."""

    where: str
    only_before: bool
    existing: list[Existing] = field(default_factory=list)
    created: list[Created] = field(default_factory=list)
    enhanced: list[Enhanced] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    refs: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    findings: list[Problem] = field(default_factory=list)
    alike: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often the same was found in a layer."""

    def red_line(self, rows: LayerRows) -> shapely.Geometry | None:
        """The boundary of the site, of one feature or of several together."""
        whole = []
        for feature in rows.features:
            shape = shapes.shape_of(feature.wkb, "polygon")
            if isinstance(shape, str):
                self.problems.append(Problem(f"{self.where} {feature.place}", shape, "Draw it anew."))
            else:
                whole.append(shape)
        if len(whole) > 1:
            what = f"{len(whole)} boundaries were taken together."
            self.findings.append(Problem(f"{self.where} {RED_LINE}", what))
        return shapely.union_all(whole) if len(whole) == len(rows.features) else None

    def take(self, layer: Layer, rows: LayerRows) -> None:
        """Every feature of a layer."""
        for feature in rows.features:
            ref = self._ref(layer, feature)
            shape = shapes.shape_of(feature.wkb, layer.geometry)
            reader = Reader(layer, feature, ref, self.where, self.only_before)
            if isinstance(shape, str):
                self.problems.append(Problem(f"{self.where} {feature.place}", f"{ref} {shape}", "Draw it anew."))
                continue
            parcel = reader.parcel(shape)
            self.problems += reader.problems
            self.findings += reader.findings
            self.alike.update((layer.name, what) for what in dict.fromkeys(reader.alike))
            self.existing += [parcel.existing] if parcel.existing else []
            self.created += [parcel.created] if parcel.created else []
            self.enhanced += [parcel.enhanced] if parcel.enhanced else []
            self.shapes.append(
                Shape(ref, feature.place, layer.name, shape, reader.on_site, checks.takes_ground(reader.habitat))
            )

    def _ref(self, layer: Layer, feature: Feature) -> str:
        """A reference that nothing else in the file has."""
        given = plain(feature.values.get(layer.column("ref")))
        if not given:
            self.alike[layer.name, "without a reference, so called by its number"] += 1
            given = f"{layer.name} {feature.number}"
        self.refs[given] += 1
        if self.refs[given] == 1:
            return given
        ref = f"{given} ({self.refs[given]})"
        what = f"the reference {given} is there before, so this one is called {ref}."
        self.findings.append(Problem(f"{self.where} {feature.place}", what, "Give each parcel its own."))
        self.refs[ref] += 1
        return ref

    def plan(self) -> Plan:
        """Everything together."""
        return Plan(tuple(self.existing), tuple(self.created), tuple(self.enhanced))

    def all_findings(self) -> Iterator[Problem]:
        """What was found once, and what was found often with how often."""
        if self.only_before:
            yield Problem(self.where, "says what is there, and nothing of what becomes of it.")
        yield from self.findings
        for (layer, what), times in self.alike.items():
            yield Problem(f"{self.where} {layer}", f"{what} ({times} feature{'s' if times > 1 else ''}).")

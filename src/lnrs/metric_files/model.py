"""What is read out of the file of a metric."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from lnrs.bng.parcels import Plan
from lnrs.bng.tables import Module
from lnrs.errors import Problem

Part = Literal["before", "retained", "created", "enhanced"]
"""What a number of units counts, as in lnrs.bng.net_change.Row."""


@dataclass(frozen=True)
class Project:
    """What the file says of itself; empty where it does not."""

    name: str = ""
    planning_authority: str = ""
    application: str = ""
    """The reference of the planning application."""
    completed_by: str = ""
    completed: date | None = None
    version: str = ""
    """The version of the official tool, `4.1`; empty for a GeoPackage, which has none."""


@dataclass(frozen=True)
class Line:
    """Where a parcel stands in the file, and by which other names it is known there."""

    ref: str
    place: str
    """Sheet and row, or layer and feature."""
    habitat_ref: str = ""
    """The reference that the register of gain sites or a GIS gave to the habitat."""
    site_ref: str = ""
    """The reference of the gain site off the development."""


@dataclass(frozen=True)
class Kept:
    """Units that a spreadsheet program worked out, as they were kept in the workbook."""

    ref: str
    module: Module
    part: Part
    units: float


@dataclass(frozen=True)
class Headline:
    """The workbook's own results of one module, as they were kept in it. None where a program left none, or words."""

    on_site_before: float | None
    on_site_after: float | None
    off_site_before: float | None
    """With spatial risk, like the one below."""
    off_site_after: float | None
    change: float | None


@dataclass(frozen=True)
class MetricFile:
    """A metric as it was read, before anything is calculated.

    The plan is what the file says, and may be one of which the metric can say nothing: lnrs.bng.net_change.metric_of
    finds that. References are unique in the file: `D-1.5` is line 5 of the sheet D-1; a GeoPackage has its own.
    """

    name: str
    kind: Literal["workbook", "GeoPackage"]
    plan: Plan
    project: Project = Project()
    shapes: Mapping[str, bytes] = field(default_factory=dict)
    """WKB by reference, in metres of the British National Grid (EPSG:27700). Of a GeoPackage alone."""
    red_line: bytes | None = None
    """WKB of the site's boundary, like the shapes."""
    findings: tuple[Problem, ...] = ()
    """What was repaired, guessed or left out, in words."""
    lines: tuple[Line, ...] = ()
    kept: tuple[Kept, ...] = ()
    headline: Mapping[Module, Headline] = field(default_factory=dict)
    only_before: bool = False
    """Whether it says what is there, and nothing of what becomes of it."""

    @property
    def has_off_site(self) -> bool:
        """Whether any of it lies off the site of a development."""
        plan = self.plan
        risks = [*(one.off_site for one in plan.existing), *(one.off_site for one in plan.created)]
        return any(risk is not None for risk in risks)

    def size(self, module: Module) -> Fraction:
        """How much there is before, in ha or km."""
        return sum((Fraction(one.size) for one in self.plan.existing if one.module == module), start=Fraction(0))

"""A metric file put to the rules of a day, and beside what a spreadsheet program had kept in it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lnrs.bng.net_change import Metric, Row, metric_of
from lnrs.errors import NotFound, Problem
from lnrs.metric_files import Kept, MetricFile, read

SAME = 1e-9
"""Units by which a result that was kept may differ from ours: what floating-point numbers leave open."""


@dataclass(frozen=True)
class Difference:
    """A number of units that was kept in the workbook and is another here."""

    kept: Kept
    ours: float | None
    """None where there is no such row here."""


@dataclass(frozen=True)
class Assessment:
    """A metric, with the file that it is of."""

    file: MetricFile
    on: date
    metric: Metric

    @property
    def compared(self) -> int:
        """How many numbers of units were kept in the file."""
        return len(self.file.kept)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Those that differ from ours."""
        ours = {(row.ref, row.module, row.part): float(row.units.value) for row in self.metric.rows}
        found = ((kept, ours.get((kept.ref, kept.module, kept.part))) for kept in self.file.kept)
        return tuple(Difference(kept, own) for kept, own in found if not _same(kept.units, own))

    def rows_of(self, ref: str) -> tuple[Row, ...]:
        """The rows of a parcel, or of the parts it was split into. Raises NotFound for a reference there is not."""
        found = tuple(row for row in self.metric.rows if row.ref == ref or row.ref.startswith(f"{ref}/"))
        if not found:
            known = list(dict.fromkeys(row.ref for row in self.metric.rows))
            listed = ", ".join(known[:10]) + (f" and {len(known) - 10:,} more" if len(known) > 10 else "")
            raise NotFound([Problem(self.file.name, f"has no parcel {ref}.", f"It has {listed}.")])
        return found


def assess(path: Path, *, on: date | None = None, edition: Path | None = None) -> Assessment:
    """The metric in a file, under the rules of the day `on`: by default that on which it was completed, or today.

    With the folder of an edition, strategic significance is what that says. Raises MetricFileRefused, MetricProblems,
    NotInForce or NotFound.
    """
    from lnrs.net_gain.by_edition import with_significance

    file = read(path)
    day = on or file.project.completed or date.today()
    if edition is not None:
        file = with_significance(file, edition)
    return Assessment(file, day, metric_of(file.plan, on=day))


def _same(kept: float, ours: float | None) -> bool:
    return abs(kept - (ours or 0.0)) <= SAME * max(1.0, abs(kept))

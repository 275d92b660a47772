"""The targets and the series as tables to take away."""

from collections.abc import Iterator
from datetime import date

from lnrs.targets.act import act_series, act_targets

TARGETS = (
    "key",
    "group",
    "name",
    "says",
    "by",
    "reported_by",
    "state",
    "cite",
    "url",
    "read",
    "checked",
    "series",
    "goal",
)
SERIES = ("series", "title", "unit", "year", "value", "publisher", "file", "version", "read", "licence")


def targets(on: date) -> Iterator[tuple[object, ...]]:
    """A row for each target."""
    for one in act_targets():
        series = one.series.source.key if one.series else ""
        source = (one.cite, one.url, one.read, one.checked)
        yield one.key, one.group, one.name, one.says, one.by, one.reported_by, one.state(on), *source, series, one.goal


def series() -> Iterator[tuple[object, ...]]:
    """A row for each year of each series."""
    for key, one in act_series().items():
        told = one.source
        for year, value in one.values:
            yield (
                key,
                told.title,
                told.unit,
                year,
                value,
                told.publisher,
                told.file,
                told.version,
                told.read,
                told.licence,
            )

"""Supply and demand of an area in figures, each kind of units by itself, in ten-thousandths of a unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum

from lnrs.law.periods import day_in_england
from lnrs_web.gain_sites import parts
from lnrs_web.gain_sites.models import Holding, Need, Stock

COLUMNS = (
    *("module", "habitat", "sites", "units offered", "units reserved", "units allocated", "units available"),
    *("needs said", "units needed"),
)


@dataclass(frozen=True)
class Figures:
    """One habitat, or all of one kind of units."""

    module: str
    habitat: str
    sites: int = 0
    offered: int = 0
    reserved: int = 0
    allocated: int = 0
    needs: int = 0
    needed: int = 0

    @property
    def available(self) -> int:
        """What nobody holds."""
        return self.offered - self.reserved - self.allocated


@dataclass(frozen=True)
class Taken:
    """Allocations of one planning authority, or of one quarter."""

    name: str
    module: str
    count: int
    units: int


def by_habitat(area: str) -> list[Figures]:
    """Every habitat that is offered or needed, by kind of units and name."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    stocks = Stock.objects.filter(site__area__slug=area, site__shown__isnull=False, offered__gt=0)
    offered = stocks.filter(site__withdrawn_at=None) | stocks.filter(allocated__gt=0)
    for row in (
        offered.order_by()
        .values("module", "habitat")
        .annotate(sites=Count("site", distinct=True), of=Sum("offered"), held=Sum("reserved"), gone=Sum("allocated"))
    ):
        figures = {"sites": row["sites"], "offered": row["of"], "reserved": row["held"], "allocated": row["gone"]}
        found[row["module"], row["habitat"]] = figures
    needs = Need.objects.filter(area__slug=area).order_by()
    for row in needs.values("module", "habitat").annotate(count=Count("id"), of=Sum("units")):
        both = found.setdefault((row["module"], row["habitat"]), {})
        both |= {"needs": row["count"], "needed": row["of"]}
    return [Figures(module, habitat, **one) for (module, habitat), one in sorted(found.items())]


def together(rows: Sequence[Figures]) -> list[Figures]:
    """The sums of each kind of units, which are never added to each other."""
    names = ("offered", "reserved", "allocated", "needs", "needed")
    return [
        Figures(
            module, "all", **{name: sum(getattr(row, name) for row in rows if row.module == module) for name in names}
        )
        for module in dict.fromkeys(row.module for row in rows)
    ]


def by_authority(area: str) -> list[Taken]:
    """Allocations by the planning authority of the development."""
    every = _allocated(area).values("planning_authority", "stock__module").annotate(count=Count("id"), of=Sum("units"))
    rows = (Taken(one["planning_authority"], one["stock__module"], one["count"], one["of"]) for one in every)
    return sorted(rows, key=lambda one: (one.name, one.module))


def by_quarter(area: str) -> list[Taken]:
    """Allocations by quarter of the year, the last first."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for at, module, units in _allocated(area).values_list("allocated_at", F("stock__module"), "units"):
        day = day_in_england(at)
        key = f"{day.year}, quarter {(day.month + 2) // 3}", module
        count, before = sums.get(key, (0, 0))
        sums[key] = count + 1, before + units
    rows = [Taken(name, module, count, units) for (name, module), (count, units) in sums.items()]
    return sorted(rows, key=lambda one: (one.name, one.module), reverse=True)


def table(rows: Sequence[Figures]) -> Iterator[Sequence[object]]:
    """The figures by habitat, to take away."""
    for row in rows:
        numbers = (row.offered, row.reserved, row.allocated, row.available)
        said = (row.needs, parts.decimal(row.needed))
        yield row.module, row.habitat, row.sites, *map(parts.decimal, numbers), *said


def _allocated(area: str) -> "QuerySet[Holding]":
    found = Holding.objects.filter(stock__site__area__slug=area, state=Holding.State.ALLOCATED)
    return found.order_by()

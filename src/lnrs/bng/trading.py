"""Trading rules: what a loss of one habitat may be made good with.

They look at the change of units of each habitat, on the site and off it, without spatial risk.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from lnrs.bng.explained import number
from lnrs.bng.tables import BANDS, Habitat, Module, Tables

Changes = Mapping[str, Fraction]
"""Change of units by habitat."""
NOTHING = Fraction(0)


@dataclass(frozen=True)
class BandRule:
    """The rule of one band of distinctiveness, and whether it is kept."""

    band: str
    rule: str
    change: Fraction
    """Net change of units in the band."""
    available: Fraction
    """What lower bands may count on, from this band and those above."""
    missing: Fraction
    """Units that are missing for the rule; nothing where it is kept."""

    @property
    def kept(self) -> bool:
        """Whether the rule is kept."""
        return self.missing == 0

    def __str__(self) -> str:
        verdict = "kept" if self.kept else f"{number(self.missing)} units are missing"
        return f"{self.band}: {self.rule}: {verdict}."


def trading_rules(module: Module, changes: Changes, tables: Tables) -> tuple[BandRule, ...]:
    """The rule of each band of a module, highest first. Habitats without a change need not be given."""
    bands: dict[str, list[tuple[Habitat, Fraction]]] = {band: [] for band in BANDS}
    for name, change in sorted(changes.items()):
        habitat = tables.habitats[module][name]
        bands[habitat.band].append((habitat, change))
    return _MODULES[module]({band: tuple(rows) for band, rows in bands.items()})


Rows = tuple[tuple[Habitat, Fraction], ...]


def _area(bands: Mapping[str, Rows]) -> tuple[BandRule, ...]:
    very_high = _like_for_like("V.High", bands["V.High"], "the same habitat, or bespoke compensation")
    high = _like_for_like("High", bands["High"], "the same habitat")
    groups = _by_broad_habitat(bands["Medium"])
    above = _gains(_changes(bands["V.High"])) + _gains(_changes(bands["High"]))
    left = above + _losses(groups)
    medium = BandRule(
        "Medium",
        "the same broad habitat, or a habitat of higher distinctiveness",
        sum(groups, start=NOTHING),
        left + _gains(groups),
        max(NOTHING, -left),
    )
    low = _band("Low", "the same distinctiveness or better", bands["Low"], medium.available)
    none = BandRule("V.Low", "no compensation required", _net(bands["V.Low"]), low.available, NOTHING)
    return very_high, high, medium, low, none


def _hedgerow(bands: Mapping[str, Rows]) -> tuple[BandRule, ...]:
    very_high = _like_for_like("V.High", bands["V.High"], "the same habitat")
    changes = _changes(bands["High"])
    left = very_high.available + _losses(changes)
    high = BandRule(
        "High",
        "like for like or better",
        _net(bands["High"]),
        max(NOTHING, left) + _gains(changes),
        max(NOTHING, -left),
    )
    rule = "the same distinctiveness or better"
    medium = _band("Medium", rule, bands["Medium"], high.available)
    low = _band("Low", rule, bands["Low"], medium.available)
    return very_high, high, medium, low, _band("V.Low", rule, bands["V.Low"], low.available)


def _watercourse(bands: Mapping[str, Rows]) -> tuple[BandRule, ...]:
    rules = ("the same habitat, or bespoke compensation", "the same habitat", "the same habitat")
    upper = tuple(_like_for_like(band, bands[band], rule) for band, rule in zip(BANDS, rules, strict=False))
    above = sum((one.available for one in upper), start=NOTHING)
    return *upper, _band("Low", "a habitat of better distinctiveness", bands["Low"], above)


_MODULES: Mapping[Module, Callable[[Mapping[str, Rows]], tuple[BandRule, ...]]] = {
    "area": _area,
    "hedgerow": _hedgerow,
    "watercourse": _watercourse,
}


def _like_for_like(band: str, rows: Rows, rule: str) -> BandRule:
    """Every habitat for itself: a gain of one makes no loss of another good, but is there for lower bands."""
    changes = _changes(rows)
    return BandRule(band, rule, _net(rows), _gains(changes), -_losses(changes))


def _band(band: str, rule: str, rows: Rows, above: Fraction) -> BandRule:
    """All of a band together, with what is left of the bands above."""
    available = _net(rows) + max(NOTHING, above)
    return BandRule(band, rule, _net(rows), available, max(NOTHING, -available))


def _by_broad_habitat(rows: Rows) -> list[Fraction]:
    ordered = sorted(rows, key=lambda row: row[0].broad)
    return [sum(_changes(group), start=NOTHING) for _, group in groupby(ordered, key=lambda row: row[0].broad)]


def _changes(rows: Iterable[tuple[Habitat, Fraction]]) -> list[Fraction]:
    return [change for _, change in rows]


def _net(rows: Rows) -> Fraction:
    return sum(_changes(rows), start=NOTHING)


def _gains(changes: Iterable[Fraction]) -> Fraction:
    return sum((change for change in changes if change > 0), start=NOTHING)


def _losses(changes: Iterable[Fraction]) -> Fraction:
    return sum((change for change in changes if change < 0), start=NOTHING)

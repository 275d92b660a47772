"""What is different on land since another edition: only what a page would show otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.editions.models import Edition, Measure
from lnrs_web.land.answer import Answer
from lnrs_web.land.overlay import cut_up
from lnrs_web.land.within import MeasureWithin, Within, whole_of, within
from lnrs_web.pages.words import ha

FIGURES: tuple[tuple[str, Callable[[Within], float]], ...] = (
    ("Of particular importance already", lambda one: one.important_ha),
    ("Could become so", lambda one: one.could_become_ha),
    ("Mapped for a measure", lambda one: one.mapped_ha),
)


@dataclass(frozen=True)
class Since:
    """What was otherwise in the edition `before`. Each figure and measure is with hectares then and now, in words."""

    before: Edition
    figures: list[tuple[str, str, str]]
    measures: list[tuple[Measure, str, str]]
    """Those with other land than before: none then, where it is new, or none now, where it has gone."""
    sites_new: list[str]
    sites_gone: list[str]

    @property
    def nothing(self) -> bool:
        """Whether everything is as it was."""
        return not (self.figures or self.measures or self.sites_new or self.sites_gone)


def since(before: Edition, found: Answer, parcels: Sequence[Parcel]) -> Since:
    """What is different between what another edition says of the land and what has been found."""
    [then] = within(before, cut_up([whole_of(parcels)]))
    now = found.whole
    figures = [(words, ha(of(then)), ha(of(now))) for words, of in FIGURES]
    sites_then, sites_now = ([one.words for one in whole.sites] for whole in (then, now))
    return Since(
        before,
        [one for one in figures if one[1] != one[2]],
        _measures(then.measures, now.measures),
        [one for one in sites_now if one not in sites_then],
        [one for one in sites_then if one not in sites_now],
    )


def _measures(then: Sequence[MeasureWithin], now: Sequence[MeasureWithin]) -> list[tuple[Measure, str, str]]:
    were, are = ({one.measure.ref: one for one in all_of_them} for all_of_them in (then, now))
    told = []
    for ref in dict.fromkeys([*are, *were]):
        one, was, became = are.get(ref) or were[ref], _ha(were.get(ref)), _ha(are.get(ref))
        if was != became:
            told.append((one.measure, was, became))
    return told


def _ha(one: MeasureWithin | None) -> str:
    return ha(one.area_ha) if one else "none"

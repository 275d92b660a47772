"""What sustainable drainage (SuDS) removes: as it is designed, or as large a share as the rules take.

Thresholds go by the whole development, so that they do not depend on how it is cut into phases.
"""

from collections.abc import Sequence
from decimal import Decimal

from lnrs.nutrients.amounts import Nutrient, kg_text, number_text
from lnrs.nutrients.development import RESIDENTIAL, Development, Parcel, StatedChange
from lnrs.nutrients.land import shares
from lnrs.nutrients.rules import RuleSet
from lnrs.nutrients.term import Term

NOTHING_OF_STATED = "nothing of a stated change: how much of it is residential land is not known"


def drainage_terms(
    parcels: Sequence[Parcel],
    stated: Sequence[StatedChange],
    land: Sequence[Term],
    development: Development,
    nutrient: Nutrient,
    rules: RuleSet,
) -> tuple[Term, ...]:
    """What drainage takes off, of the land that has changed so far; `land` are the terms of that land."""
    if rules.suds.how == "designed":
        return tuple(_designed(parcel, nutrient) for parcel in parcels if parcel.drained_share)
    if not rules.suds.counts(development.dwellings, development.area_ha):
        return (Term("drainage", "", Decimal(0), f"nothing, as {_too_small(development, rules)}"),)
    if rules.suds.how == "share of land change":
        return (_of_change(stated, land, nutrient, rules),)
    unknown = [one.name for one in stated if not one.suds_counted]
    return (
        *(_of_residential(parcel, development, nutrient, rules) for parcel in parcels if _is_residential(parcel)),
        *(Term("drainage", name, Decimal(0), NOTHING_OF_STATED) for name in unknown),
    )


def _designed(parcel: Parcel, nutrient: Nutrient) -> Term:
    loses, removed = parcel.area_ha * parcel.after.kg_ha.of(nutrient), parcel.removed.of(nutrient)
    words = (
        f"drainage as designed: {kg_text(loses)} x {number_text(parcel.drained_share)} through it "
        f"x {number_text(removed)} removed"
    )
    return Term("drainage", parcel.name, -(loses * parcel.drained_share * removed), words)


def _of_change(stated: Sequence[StatedChange], land: Sequence[Term], nutrient: Nutrient, rules: RuleSet) -> Term:
    counted = sum((one.kg.of(nutrient) for one in stated if one.suds_counted), Decimal(0))
    change = sum((one.kg for one in land), Decimal(0)) - counted
    words = f"{number_text(rules.suds.removed)} of the change of land, {kg_text(change)}"
    if change < 0:
        words += ": these rules go by its size, and make a decrease larger"
    return Term("drainage", "", -(abs(change) * rules.suds.removed), words)


def _of_residential(parcel: Parcel, development: Development, nutrient: Nutrient, rules: RuleSet) -> Term:
    residential, _ = shares(parcel, development, rules)
    loses = parcel.area_ha * residential * parcel.after.kg_ha.of(nutrient)
    words = f"{number_text(rules.suds.removed)} of what the residential land will lose, {kg_text(loses)}"
    return Term("drainage", parcel.name, -(loses * rules.suds.removed), words)


def _is_residential(parcel: Parcel) -> bool:
    return parcel.after.name == RESIDENTIAL


def _too_small(development: Development, rules: RuleSet) -> str:
    if development.dwellings < rules.suds.from_dwellings:
        return f"there are fewer than {rules.suds.from_dwellings} dwellings"
    return f"the whole site has less than {number_text(rules.suds.from_ha)} ha"

"""What the people in new dwellings add through a treatment works.

kg a year = dwellings x people x litres a day x days x mg/l x share of the concentration / 1,000,000
"""

from datetime import date
from decimal import Decimal

from lnrs.marks import in_brackets, mark_of
from lnrs.nutrients.amounts import Nutrient, number_text
from lnrs.nutrients.catchments import Concentration, Works
from lnrs.nutrients.development import Phase
from lnrs.nutrients.rules import RuleSet
from lnrs.nutrients.term import Term

KG_IN_MG = Decimal("0.000001")


def wastewater(phase: Phase, day: date, nutrient: Nutrient, rules: RuleSet) -> Term:
    """The load of one phase with what its works discharges on a day.

    Raises ValueError where the concentration on that day is not known: `lnrs.nutrients.reading` refuses this.
    """
    discharged = phase.works.on(day, nutrient)
    if discharged is None:
        raise ValueError(f"{phase.works.title}: no concentration of {nutrient} is known on {day}")
    people = rules.occupancy if phase.occupancy is None else phase.occupancy
    water_l = rules.water_l_person_day if phase.water_l_person_day is None else phase.water_l_person_day
    share = discharged_share(discharged, rules)
    kg = phase.dwellings * people * water_l * rules.days_per_year * discharged.mg_l * share * KG_IN_MG
    assumed = rules.mark("occupancy") if phase.occupancy is None else ""
    assumed_water = rules.mark("water_l_person_day") if phase.water_l_person_day is None else ""
    words = (
        f"{phase.dwellings:,} dwellings x {number_text(people)} people{assumed} "
        f"x {number_text(water_l)} l a day{assumed_water} "
        f"x {number_text(rules.days_per_year)} days{rules.mark('days_per_year')} "
        f"x {number_text(discharged.mg_l)} mg/l from {phase.works.title}"
        f"{in_brackets(phase.works.source.mark)}{_kind(discharged, phase.works, rules)}{_share_words(share, rules)}"
    )
    return Term("wastewater", phase.name, kg, words)


def discharged_share(discharged: Concentration, rules: RuleSet) -> Decimal:
    """What of a concentration the rules take as discharged: a tenth may be headroom under a permit."""
    if rules.permit_share_on == "every works" or (rules.permit_share_on == "permits" and discharged.permit):
        return rules.permit_share
    return Decimal(1)


def _kind(discharged: Concentration, works: Works, rules: RuleSet) -> str:
    """Whether it counts as a permit, where the rules ask."""
    if rules.permit_share_on != "permits":
        return ""
    kind = "by its permit" if discharged.permit else "a default without a permit"
    return f" ({kind}{in_brackets(mark_of(checked=works.permits_checked))})"


def _share_words(share: Decimal, rules: RuleSet) -> str:
    if share == 1:
        return ""
    return f" x {number_text(share)} of it discharged{rules.mark('permit_share', 'permit_share_on')}"

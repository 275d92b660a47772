"""What land loses before and after it is built on.

Rules may take part of the residential land of a large site as greenspace.
"""

from decimal import Decimal

from lnrs.nutrients.amounts import Nutrient, number_text
from lnrs.nutrients.development import RESIDENTIAL, Development, LandUse, Parcel, StatedChange
from lnrs.nutrients.rules import Greenspace, RuleSet
from lnrs.nutrients.term import Term


def parcel_terms(parcel: Parcel, development: Development, nutrient: Nutrient, rules: RuleSet) -> tuple[Term, ...]:
    """What a parcel loses now, taken off, and what it will lose, added."""
    now = parcel.before.kg_ha.of(nutrient)
    before = Term(
        "land before",
        parcel.name,
        -(parcel.area_ha * now),
        f"less what it loses now: {_area_words(parcel, parcel.before, now)}",
    )
    residential, greenspace = shares(parcel, development, rules)
    after = parcel.after.kg_ha.of(nutrient)
    terms = [
        before,
        Term(
            "land after",
            parcel.name,
            parcel.area_ha * residential * after,
            f"what it will lose: {_area_words(parcel, parcel.after, after)}{_part_words(residential)}",
        ),
    ]
    if greenspace and rules.greenspace is not None:
        green = rules.greenspace.kg_ha.of(nutrient)
        words = (
            f"and as greenspace: {number_text(parcel.area_ha)} ha x {number_text(green)} kg/ha "
            f"x {number_text(greenspace)} of it, as the site has {number_text(rules.greenspace.from_ha)} ha or more"
            f"{rules.mark('greenspace')}"
        )
        terms.append(Term("land after", parcel.name, parcel.area_ha * greenspace * green, words))
    return tuple(terms)


def shares(parcel: Parcel, development: Development, rules: RuleSet) -> tuple[Decimal, Decimal]:
    """The shares of a parcel that count as what it becomes, and as greenspace; together 1."""
    green = rules.greenspace
    if green is None or parcel.after.name != RESIDENTIAL or not _is_large(development, green):
        return Decimal(1), Decimal(0)
    return 1 - green.share, green.share


def stated_term(change: StatedChange, nutrient: Nutrient) -> Term:
    """A change that somebody else worked out."""
    words = f"change as it was stated{': ' + change.because if change.because else ', without a source'}"
    return Term("land change", change.name, change.kg.of(nutrient), words)


def _is_large(development: Development, green: Greenspace) -> bool:
    return development.area_ha >= green.from_ha


def _area_words(parcel: Parcel, use: LandUse, kg_ha: Decimal) -> str:
    because = f" ({use.because})" if use.because else ""
    return f"{number_text(parcel.area_ha)} ha of {use.name} x {number_text(kg_ha)} kg/ha{because}"


def _part_words(share: Decimal) -> str:
    return "" if share == 1 else f" x {number_text(share)} of it"

"""A budget in words, and as plain data."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lnrs.marks import in_brackets
from lnrs.nutrients.amounts import Nutrient, day_text, kg_text
from lnrs.nutrients.budget import Budget, NutrientBudget, Period
from lnrs.nutrients.catchments import Catchment
from lnrs.nutrients.credits import cost_pence, credits_needed, grams_needed, pounds
from lnrs.nutrients.rules import RuleSet
from lnrs.nutrients.term import Term

STAGES = {
    "wastewater": "Wastewater",
    "land before": "Land",
    "land after": "Land",
    "land change": "Land",
    "drainage": "Sustainable drainage",
    "buffer": "Buffer",
}


def lines(found: Budget) -> Iterator[str]:
    """The whole budget, term by term."""
    mark = in_brackets(found.catchment.source.mark)
    yield f"{found.development.name}: nutrient budget, {found.catchment.title}{mark}"
    yield f"Rules: {rules_words(found.rules, named=True)}"
    for note in notes(found):
        yield f"Note: {note}"
    for one in found.nutrients.values():
        yield ""
        yield one.nutrient.capitalize()
        for period in one.periods:
            yield f"  {period_words(period)}"
            for term in period.terms:
                yield f"    {term_words(term)}"
            yield f"    {total_words(period)}"
        yield f"  {need_words(one)}"
        yield f"  {credits_words(one, found.catchment)}"


def rules_words(rules: RuleSet, *, named: bool = False) -> str:
    """Which rules, since when, and where they were read; `named` for readers who ask for them by name in commands."""
    since = f"from {day_text(rules.since)}{rules.mark('since')}" if rules.since else "of a day that is not known"
    name = f"{rules.name}, " if named else ""
    return f"{rules.title} ({name}{since}). {rules.source}."


def notes(found: Budget) -> tuple[str, ...]:
    """What a reader has to know before relying on the budget."""
    said = []
    if found.rules.source.note:
        said.append(found.rules.source.note)
    said += sorted({one.works.source.note for one in found.development.phases} - {""})
    if found.rules.suds.how != "designed" and any(one.drained_share for one in found.development.parcels):
        said.append("These rules take a share of their own for sustainable drainage; drained_share is not used.")
    if not found.development.parcels and not found.development.stated:
        said.append("No land is given: the budget is that of the wastewater alone.")
    if found.rules.suds.how == "designed" and any(not one.suds_counted for one in found.development.stated):
        said.append("Nothing is taken off a stated change for sustainable drainage.")
    return tuple(said)


def period_words(period: Period) -> str:
    """From when to when.

    >>> from datetime import date
    >>> period_words(Period(date(2027, 6, 1), date(2030, 4, 1), ()))
    'From 1 June 2027 to 31 March 2030:'
    """
    if period.until is None:
        return f"From {day_text(period.since)} on:"
    last = period.until.fromordinal(period.until.toordinal() - 1)
    return f"From {day_text(period.since)} to {day_text(last)}:"


def term_words(term: Term) -> str:
    """One term with its amount."""
    about = f", {term.about}" if term.about else ""
    return f"{STAGES[term.stage]}{about}: {term.words} = {kg_text(term.kg)}"


def total_words(period: Period) -> str:
    """What the period comes to."""
    if period.surplus_kg:
        return f"= {kg_text(period.total_kg)} a year: nothing to mitigate. The rest is no credit until it is verified."
    return f"= {kg_text(period.need_kg)} a year to mitigate"


def need_words(one: NutrientBudget) -> str:
    """The permanent need, and the temporary one beyond it."""
    text = f"Permanent need: {kg_text(one.permanent_kg)} a year, from {day_text(one.periods[-1].since)} on."
    if one.temporary_until is not None:
        beyond = f"{kg_text(one.temporary_kg)} a year more at most, until {day_text(one.temporary_until)}"
        return f"{text} Temporary need: {beyond}."
    return text


def credits_words(one: NutrientBudget, catchment: Catchment) -> str:
    """The permanent need in credits, and what they cost where a price is published."""
    grams = grams_needed(one.permanent_kg)
    count = credits_needed(grams)
    text = f"That is {grams:,} g for ever, or {count:,} {'credit' if count == 1 else 'credits'} of 100 g"
    if catchment.price is None:
        return f"{text}."
    cost = cost_pence(count, catchment.price.pence(one.nutrient))
    return f"{text}: {pounds(cost)} at the prices of {catchment.price.title}{in_brackets(catchment.price.source.mark)}."


def as_data(found: Budget) -> dict[str, Any]:
    """The whole budget as plain data; amounts are text, so that they stay exact."""
    rules, development = found.rules, found.development
    return {
        "development": development.name,
        "catchment": {"name": found.catchment.name, "title": found.catchment.title},
        "rules": {
            "name": rules.name,
            "title": rules.title,
            "since": rules.since,
            "source": str(rules.source),
            "url": rules.source.url,
            "unverified": list(rules.unverified),
        },
        "notes": list(notes(found)),
        "nutrients": {nutrient: _nutrient_data(one, found.catchment) for nutrient, one in found.nutrients.items()},
    }


def _nutrient_data(one: NutrientBudget, catchment: Catchment) -> dict[str, Any]:
    grams = grams_needed(one.permanent_kg)
    price = catchment.price
    return {
        "permanent_kg": _plain(one.permanent_kg),
        "temporary_kg": _plain(one.temporary_kg),
        "temporary_until": one.temporary_until,
        "permanent_g": grams,
        "temporary_g": grams_needed(one.temporary_kg),
        "credits": credits_needed(grams),
        "cost_pence": cost_pence(credits_needed(grams), price.pence(one.nutrient)) if price else None,
        "periods": [_period_data(period) for period in one.periods],
    }


def _period_data(period: Period) -> dict[str, Any]:
    parts = ("wastewater", "land", "drainage", "net", "buffer", "total", "need", "surplus")
    return {
        "since": period.since,
        "until": period.until,
        **{f"{part}_kg": _plain(getattr(period, f"{part}_kg")) for part in parts},
        "terms": [
            {"stage": term.stage, "about": term.about, "kg": _plain(term.kg), "words": term.words}
            for term in period.terms
        ],
    }


def _plain(kg: Decimal) -> str:
    text = f"{kg:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


COMPARED = ("Rules", "Nutrient", "Wastewater kg", "Land kg", "Drainage kg", "Buffer kg", "Permanent kg", "Temporary kg")


def compared_rows(budgets: tuple[Budget, ...]) -> list[tuple[str, ...]]:
    """The same development under several sets of rules, a row for each nutrient, with the name of the set in commands;
    parts are those of the last period."""
    return [(found.rules.name, *_compared(found, nutrient)) for found in budgets for nutrient in found.nutrients]


def compared_by_title(budgets: tuple[Budget, ...]) -> list[tuple[str, ...]]:
    """As `compared_rows`, with the title of each set, for readers who give no commands."""
    return [(found.rules.title, *_compared(found, nutrient)) for found in budgets for nutrient in found.nutrients]


def _compared(found: Budget, nutrient: Nutrient) -> tuple[str, ...]:
    one = found.nutrients[nutrient]
    last = one.periods[-1]
    parts = (
        last.wastewater_kg,
        last.land_kg,
        last.drainage_kg,
        last.buffer_kg,
        one.permanent_kg,
        one.temporary_kg,
    )
    return (nutrient, *(kg_text(part).removesuffix(" kg") for part in parts))

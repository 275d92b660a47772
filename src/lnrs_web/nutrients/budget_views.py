"""A nutrient budget worked out for whoever asks, term by term. Nothing that is typed is kept."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lnrs.errors import LnrsError, Problem
from lnrs.model import Area
from lnrs.nutrients import words
from lnrs.nutrients.amounts import kg_text
from lnrs.nutrients.budget import Budget, budget
from lnrs.nutrients.catchments import Catchment, catchments
from lnrs.nutrients.credits import cost_pence, credits_needed, grams_needed, pounds
from lnrs.nutrients.rules import rule_sets
from lnrs_web.config.clock import today
from lnrs_web.nutrients import development_form as form
from lnrs_web.nutrients import queries
from lnrs_web.nutrients.actions.applications import worked_out
from lnrs_web.nutrients.models import Scheme
from lnrs_web.nutrients.public_frame import area_here, shown
from lnrs_web.pages.limits import limited

works_out = limited("work out a budget", times=60, seconds=60)
ANSWER = "budget"
"""The `step` that asks for the answer."""


@works_out
@never_cache
@require_safe
def asked(request: HttpRequest, area: str) -> HttpResponse:
    """Asks for a development, and answers with its budget."""
    found, values = area_here(area), request.GET.dict()
    catchment = catchment_of(values)
    given = form.typed(values)
    if values.get("step") != ANSWER:
        return _form(request, found, area, given, catchment)
    file, told = read(given, catchment)
    if told is None:
        return _form(request, found, area, given, catchment, given.problems)
    scheme = queries.scheme_of(found)
    compared = words.compared_by_title(tuple(budget(told.development, told.catchment, one) for one in rule_sets()))
    return shown(
        request,
        found,
        area,
        "budget",
        budget=told,
        rules=words.rules_words(told.rules),
        notes=words.notes(told),
        nutrients=[part(one, told, scheme) for one in told.nutrients.values()],
        compared=[[*zip(words.COMPARED, row, strict=True)] for row in compared],
        columns=words.COMPARED,
        query=request.GET.urlencode(),
        change=change_query(request),
        file=file,
        scheme=scheme if scheme and scheme.catchment == told.catchment.name else None,
    )


@works_out
@never_cache
@require_safe
def development_file(request: HttpRequest, area: str) -> HttpResponse:
    """The development as the file that `lnrs nutrients` reads."""
    found, values = area_here(area), request.GET.dict()
    catchment, given = catchment_of(values), form.typed(values)
    file, told = read(given, catchment)
    if told is None:
        return _form(request, found, area, given, catchment, given.problems)
    name = slugify(told.development.name)[:60] or "development"
    headers = {"Content-Disposition": f'attachment; filename="{name}.toml"'}
    return HttpResponse(file, content_type="application/toml; charset=utf-8", headers=headers)


def catchment_of(values: dict[str, str]) -> Catchment:
    """The catchment that was chosen, or the first."""
    return next((one for one in catchments() if one.name == values.get("catchment")), catchments()[0])


def read(given: form.Typed, catchment: Catchment) -> tuple[str, Budget | None]:
    """The file of what was typed and its budget; no budget where `given.problems` say why."""
    file = form.as_file(given, catchment)
    if given.problems:
        return file, None
    try:
        return file, worked_out(file)[1]
    except LnrsError as error:
        given.problems += [Problem("name", f"{one.where}: {one.what}", one.do) for one in error.problems]
        return file, None


def change_query(request: HttpRequest) -> str:
    """What was typed, without asking for the answer."""
    values = request.GET.copy()
    values.pop("step", None)
    return values.urlencode()


def part(one: Any, told: Budget, scheme: Scheme | None) -> dict[str, Any]:
    """The budget of a nutrient as the page shows it."""
    needs = [("permanent", one.permanent_kg, None), ("temporary", one.temporary_kg, one.temporary_until)]
    return {
        "nutrient": one.nutrient,
        "permanent": kg_text(one.permanent_kg),
        "temporary": kg_text(one.temporary_kg),
        "temporary_until": one.temporary_until,
        "since": one.periods[-1].since,
        "periods": [
            (
                words.period_words(period).removesuffix(":"),
                [(words.STAGES[term.stage], term.about, term.words, kg_text(term.kg)) for term in period.terms],
                words.total_words(period).removeprefix("= "),
                kg_text(period.total_kg),
            )
            for period in one.periods
        ],
        "credits": list(_credits(one.nutrient, needs, told, scheme)),
    }


def _credits(nutrient: str, needs: list[Any], told: Budget, scheme: Scheme | None) -> Iterator[tuple[Any, ...]]:
    """Each need in credits, with what they cost: by the scheme's list today, or as published."""
    for term, kg, until in needs:
        if not (grams := grams_needed(kg)):
            continue
        count, price = credits_needed(grams), None
        if scheme and scheme.catchment == told.catchment.name:
            listed = queries.price_on(scheme, nutrient, term, today())
            price = listed.pence if listed else None
        elif told.catchment.price and term == "permanent":
            price = told.catchment.price.pence(nutrient)  # type: ignore[arg-type]
        yield (
            term,
            until,
            f"{grams:,}",
            f"{count:,}",
            pounds(cost_pence(count, price)) if price else "no price is listed",
        )


def _form(
    request: HttpRequest,
    area: Area,
    slug: str,
    given: form.Typed,
    catchment: Catchment,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    start = {} if given.values else {"as_of": today().isoformat(), "use-1-name": "residential"}
    values = start | dict(given.values)
    groups = [
        (rows, [(number, rows.of(number)) for number in range(1, given.counts[rows.kind] + 1)], form.MOST[rows.kind])
        for rows in form.kinds(catchment, several=given.counts["phase"] > 1)
    ]
    return shown(
        request,
        area,
        slug,
        "budget_form",
        status=400 if problems else 200,
        top=form.top(catchment),
        groups=[(rows, numbered, len(numbered) < most) for rows, numbered, most in groups],
        values=values,
        problems=problems or (),
        wrong={one.where for one in problems or ()},
    )

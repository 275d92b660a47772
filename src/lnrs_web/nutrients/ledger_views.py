"""The whole ledger, and the statement of a quarter: as page, table and PDF."""

from collections.abc import Iterable, Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from lnrs.document.pdf import render_pdf
from lnrs_web.config.clock import today
from lnrs_web.exports.answers import CSV, FORMS, pdf_response, table_response
from lnrs_web.nutrients import printed, queries
from lnrs_web.nutrients.desk_frame import of_scheme, shown
from lnrs_web.nutrients.models import Entry, Scheme
from lnrs_web.nutrients.statement import COLUMNS, Quarter, Statement, quarter_called, table
from lnrs_web.pages.limits import prints

PAGE = 50
LEDGER = ("Day", "Written at", "By", "What", "Why", "From", "To", "Supply", "Unit", "Amount", "Application", "Movement")


@require_safe
@of_scheme
def ledger(request: HttpRequest, scheme: Scheme) -> HttpResponseBase:
    """Every movement, the latest first; `?form=csv` or `xlsx` gives every entry as a table."""
    if (form := request.GET.get("form", "")) in FORMS:
        return table_response(request, "credit-ledger", LEDGER, entries(scheme), form)
    page = Paginator(queries.movements(scheme).order_by("-id"), PAGE).get_page(request.GET.get("p"))
    return shown(request, scheme.of, "ledger", scheme, page=page)


def entries(scheme: Scheme) -> Iterator[tuple[object, ...]]:
    """Every entry in order, as a row under LEDGER; grams a year or pence."""
    found = Entry.objects.filter(movement__scheme=scheme).order_by("id")
    found = found.select_related("movement__step__application", "source__supply", "target")
    for one in found.iterator(500):
        movement, step = one.movement, getattr(one.movement, "step", None)
        yield (
            movement.on,
            movement.at,
            movement.by,
            movement.get_move_display(),
            movement.because,
            one.source.kind,
            one.target.kind,
            one.source.supply,
            one.source.unit,
            one.amount,
            step.application.reference if step else "",
            movement.public_id,
        )


def _quarter(name: str) -> Quarter:
    if (found := quarter_called(name)) is None:
        raise Http404
    return found


@require_safe
@of_scheme
def statement(request: HttpRequest, scheme: Scheme, quarter: str) -> HttpResponse:
    """The statement of a quarter."""
    found = Statement(scheme, _quarter(quarter), today())
    parts = [
        (
            part,
            [(row, [*zip(part.kinds, row.amounts, _words(part.unit, row.amounts), strict=True)]) for row in part.rows],
        )
        for part in found.parts
    ]
    return shown(request, scheme.of, "statement", scheme, statement=found, parts=parts)


def _words(unit: str, amounts: Iterable[int]) -> Iterator[str]:
    return (printed.amount_words(unit, one) for one in amounts)


@require_safe
@of_scheme
def statement_table(request: HttpRequest, scheme: Scheme, quarter: str) -> HttpResponseBase:
    """The same as a table, `?form=csv` or `xlsx`."""
    found = Statement(scheme, _quarter(quarter), today())
    form = request.GET.get("form", "xlsx")
    name = f"credit-statement-{found.quarter.name}"
    return table_response(request, name, COLUMNS, table(found), form if form in FORMS else CSV)


@prints
@require_safe
@of_scheme
def statement_pdf(request: HttpRequest, scheme: Scheme, quarter: str) -> HttpResponse:  # noqa: ARG001
    """The same as a tagged PDF."""
    found = Statement(scheme, _quarter(quarter), today())
    return pdf_response(render_pdf(printed.statement(found)), f"credit-statement-{found.quarter.name}", private=True)

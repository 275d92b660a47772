"""Public land for everyone: which of it is in the network, what the strategy asks of it, and the reports."""

from collections.abc import Iterator
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from lnrs_web.editions.models import Edition
from lnrs_web.exports.answers import XLSX, pdf_response, table_response
from lnrs_web.pages.limits import limited, prints
from lnrs_web.public_land import paper, queries
from lnrs_web.public_land.figures import Figures, figures_of, from_data
from lnrs_web.public_land.models import DutyReport
from lnrs_web.strategy.frame import edition_asked_for, of_edition_now, page

SECTION = "public_land:bodies"
exports = limited("export", times=30, seconds=60)


@of_edition_now(queries.changed)
def bodies(request: HttpRequest, edition: Edition, _: str) -> HttpResponse:
    """Every body whose land is published, with its hectares in the network, and all of them together."""
    held = queries.published(edition.area_id)
    found = [(one, figures_of(edition, one.estate.land), queries.reports_of(one)) for one in held]
    land = [parcel for one in held for parcel in one.estate.land]
    together = figures_of(edition, land) if len(held) > 1 else None
    return page(request, edition, SECTION, "public_land/bodies.html", found=found, together=together)


@of_edition_now(queries.changed)
def body(request: HttpRequest, edition: Edition, _: str, slug: str) -> HttpResponse:
    """The land of one body: what lies in the network, what is asked of it, and its reports."""
    if (one := queries.body_called(edition.area.slug, slug)) is None:
        raise Http404
    context = {"body": one, "figures": figures_of(edition, one.estate.land), "reports": queries.reports_of(one)}
    return page(request, edition, SECTION, "public_land/body.html", **context)


@of_edition_now(queries.changed)
def report(request: HttpRequest, edition: Edition, _: str, slug: str, last: str) -> HttpResponse:
    """A published report on the biodiversity duty, with the figures as they were."""
    one, figures = _report(edition.area.slug, slug, last)
    context = {"body": one.body, "report": one, "figures": figures, "said": paper.said_in(one), "of": one.edition}
    return page(request, edition, SECTION, "public_land/report.html", **context)


def _report(area: str, slug: str, last: str) -> tuple[DutyReport, Figures]:
    """A published report by the names in an address. Raises Http404."""
    try:
        day = date.fromisoformat(last)
    except ValueError:
        raise Http404 from None
    found = DutyReport.objects.filter(body__area__slug=area, body__slug=slug, last=day, published_at__isnull=False)
    one = found.select_related("body__area", "edition__area").first()
    if one is None or one.figures is None:
        raise Http404
    return one, from_data(one.figures)


@prints
@require_safe
def report_pdf(request: HttpRequest, area: str, slug: str, last: str) -> HttpResponse:  # noqa: ARG001
    """The same to print."""
    one, figures = _report(area, slug, last)
    assert one.edition is not None  # a published report has one
    return pdf_response(paper.as_pdf(one, figures, one.edition), f"biodiversity-duty-{slug}-{last}")


@exports
@require_safe
def report_xlsx(request: HttpRequest, area: str, slug: str, last: str) -> HttpResponseBase:
    """The same as a workbook."""
    one, figures = _report(area, slug, last)
    assert one.edition is not None  # a published report has one
    rows = paper.rows(one, figures, one.edition)
    return table_response(request, f"biodiversity-duty-{slug}-{last}", paper.COLUMNS, rows, XLSX)


COLUMNS = (
    *("body", "kind", "parcels", "area_ha", "outside_ha", "important_ha", "become_ha", "mapped_ha", "network_ha"),
    *("measures", "edition"),
)


@exports
@require_safe
def table(request: HttpRequest, area: str, form: str) -> HttpResponseBase:
    """Every body with its figures, as a table."""
    edition = edition_asked_for(request, area)
    return table_response(request, f"public-land-{area}", COLUMNS, _rows(edition), form)


def _rows(edition: Edition) -> Iterator[tuple[object, ...]]:
    for one in queries.published(edition.area_id):
        found = figures_of(edition, one.estate.land)
        hectares = (found.area_ha, found.outside_ha, found.important_ha, found.become_ha)
        more = (found.mapped_ha, found.network_ha)
        measures = [f"{part.ref} {part.area_ha:.4f} ha" for part in found.measures]
        yield (
            *(one.name, one.get_kind_display(), found.parcels),
            *(round(value, 4) for value in (*hectares, *more)),
            *(measures, edition.identity),
        )

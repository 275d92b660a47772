"""The statutory targets for everyone: England's page, an area's, and tables to take away."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from lnrs.targets.act import ActTarget, act_targets
from lnrs_web.config.clock import today
from lnrs_web.editions.models import Edition
from lnrs_web.england import queries
from lnrs_web.england.frame import page as england_page
from lnrs_web.exports.answers import table_response
from lnrs_web.pages.limits import limited, searches
from lnrs_web.strategy.frame import edition_asked_for, page
from lnrs_web.targets import tables
from lnrs_web.targets.chart import chart, in_words
from lnrs_web.targets.local import habitat

exports = limited("export", times=30, seconds=60)


def _told(on: date) -> list[dict[str, object]]:
    return [_of(one, on) for one in act_targets()]


def _of(one: ActTarget, on: date) -> dict[str, object]:
    return {
        "target": one,
        "state": one.state(on),
        "chart": chart(one),
        "words": in_words(one.series) if one.series else "",
        "latest": one.series.values[-10:] if one.series else (),
    }


@require_safe
def england(request: HttpRequest) -> HttpResponse:
    """Every statutory target with its number, day, source and national series."""
    context: dict[str, Any] = {"told": _told(today()), "on": today()}
    return england_page(request, queries.current(), "targets_england:england", "targets/england.html", **context)


@searches
@require_safe
def area(request: HttpRequest, area: str) -> HttpResponse:
    """What a strategy can show of its own beside the targets."""
    edition: Edition = edition_asked_for(request, area)
    goal_ha = next(one.goal for one in act_targets() if one.local == "habitat")
    found = habitat(edition)
    context = {
        "targets": act_targets(),
        "found": found,
        "goal_ha": goal_ha,
        "of_goal": found.mapped_ha / goal_ha if goal_ha else 0.0,
        "on": today(),
    }
    return page(request, edition, "targets:area", "targets/area.html", **context)


@exports
@require_safe
def table(request: HttpRequest, what: str, form: str) -> HttpResponseBase:
    """The targets, or the national series, as a table."""
    if what == "targets":
        return table_response(request, "environment-act-targets", tables.TARGETS, tables.targets(today()), form)
    return table_response(request, "environment-act-series", tables.SERIES, tables.series(), form)

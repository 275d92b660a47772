"""Lists of the desk, to be taken away for a purpose, which is on record."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.engagement.models import Contribution
from lnrs_web.engagement.permissions import READERS, activities_with
from lnrs_web.exports.answers import CSV, FORMS, NoPurpose, table_response
from lnrs_web.moderation import queries
from lnrs_web.moderation.tables import TABLES, Asked
from lnrs_web.moderation.views.asking import page

SECTION = "moderation:tables"
LABELS = {"purpose": "What you need it for", "activity": "Activity", "list": "Table"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def tables(request: HttpRequest) -> HttpResponseBase:
    """Asks which list is wanted, of which activity and what for, and gives it as CSV or as a workbook."""
    who, given = person_of(request), (request.POST if request.method == "POST" else request.GET).dict()
    filters = queries.Filters.asked({"queue": "all"} | given)
    activities = activities_with(who, *READERS)
    problems = list[Problem]()
    if request.method == "POST":
        activity = activities.filter(pk=filters.activity).first() if filters.activity else None
        table, form = TABLES.get(given.get("list", "")), given.get("form", CSV)
        if activity is None:
            problems.append(Problem("activity", "none is chosen.", "Choose whose table you need."))
        if table is None:
            problems.append(Problem("list", "none is chosen.", "Choose one."))
        if activity is not None and table is not None:
            asked = Asked(activity, filters, who)
            if not asked.may(*table.roles):
                raise NotAllowed("This table is for the officers and moderators of the activity.")
            columns, rows = table.of(asked)
            try:
                return table_response(
                    request,
                    f"{given['list']}-{activity.slug}",
                    columns,
                    rows,
                    form if form in FORMS else CSV,
                    restricted=True,
                    by=who.email,
                    purpose=given.get("purpose", ""),
                    area=activity.area_id,
                )
            except NoPurpose as refused:
                problems += refused.problems
    shown = {"asked": given, "filters": filters, "activities": activities, "tables": TABLES.items()}
    shown |= {"problems": [(one.where, LABELS[one.where], one) for one in problems]}
    shown |= {"queue_words": queries.QUEUES[filters.queue], "list": given.get("list") or "contributions"}
    shown |= {"channel_words": dict(Contribution.Channel.choices).get(filters.channel, "")}
    return page(request, "tables", SECTION, 400 if problems else 200, **shown)

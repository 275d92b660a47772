"""Public land and a report, as tests have them: on the fields of `edition_case`."""

from datetime import date

from lnrs_web.areas.models import StrategyArea
from lnrs_web.boundaries.parcels import parcel
from lnrs_web.editions.models import Edition
from lnrs_web.public_land import actions
from lnrs_web.public_land.models import DutyReport, PublicBody

from ..unit.edition_case import box
from .people import officer

COUNCIL, TRUST = "Wyeham District Council", "Stour Harbour Trust"
LAND = {
    COUNCIL: [parcel("Park", box(0, 1, 4, 5)), parcel("Verge", box(3, 4, 6, 6))],
    TRUST: [parcel("Quay", box(5, 5, 9, 9))],
}
WORDS = {
    "actions": "We sowed the park.\nWe cut the verges late.",
    "plans": "We will make a pond.",
    "gain_actions": "We checked 12 gain plans.",
    "gain_results": "31.5 area units are expected.",
    "gain_plans": "We will monitor every site.",
    "other": "",
}


def sent(edition: Edition) -> dict[str, PublicBody]:
    """Land of a council, which lies on itself and on a trust's, taken in and not published."""
    area = StrategyArea.objects.get(pk=edition.area_id)
    return {one.name: one for one in actions.take_in(area, LAND, "estate.gpkg", by=officer())}


def begun(body: PublicBody, last: date = date(2025, 12, 31)) -> DutyReport:
    """The first report of a planning authority, begun, with land that is published."""
    actions.say_kind(body, "planning authority", by=officer())
    actions.publish_land(body, by=officer())
    body.refresh_from_db()
    return actions.begin_report(body, date(2023, 1, 1), last, None, by=officer())

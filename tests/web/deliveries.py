"""Delivery as tests have it: a farmer's project, sent, looked at by an officer, and public."""

import io
from datetime import date
from typing import Any

from PIL import Image

from lnrs_web.accounts.models import Person
from lnrs_web.boundaries.parcels import parcel
from lnrs_web.config.sent_pictures import Made
from lnrs_web.delivery import chosen
from lnrs_web.delivery.actions import monitoring, projects, review
from lnrs_web.delivery.facts import read
from lnrs_web.delivery.models import Project
from lnrs_web.delivery.records import read_line
from lnrs_web.delivery.siting import sited
from lnrs_web.editions.models import Edition

from ..unit.edition_case import box
from .people import officer, person

LIST, OWN, DESK = "/kent-and-medway/delivery/", "/account/projects/", "/desk/delivery/"
FACTS = {"name": "Hedges at Mill Farm", "lead": "Mill Farm", "status": "delivered", "begins_on": "2025-10-01"}
FACTS |= {"ends_on": "2026-03-01", "source-1": "public", "funder-1": "Countryside Stewardship", "pounds-1": "12,500.50"}
RECORD = {"date": "2026-05-14", "what": "Lapwing, pairs", "value": "3", "unit": "pairs", "by whom": "Wye group"}
TODAY = date(2026, 11, 1)


def farmer() -> Person:
    """Who adds projects."""
    return person("farmer@example.org")


def draft(
    edition: Edition,
    *,
    owner: Person | None = None,
    at: Any = ((0, 1, 4, 5),),
    measures: Any = ("GL1.1",),
    priorities: Any = (),
    **facts: str,
) -> Project:
    """A project that lacks nothing, yet not sent; each of `at` is a parcel in fields of the case, named 1, 2 and on."""
    who = owner or farmer()
    project = projects.begin(edition.area, read(FACTS | facts), by=who)
    parcels = [parcel(str(number), box(*one)) for number, one in enumerate(at, start=1)]
    projects.keep_land(project, sited(edition, parcels, mend=False), by=who)
    named = {key: [] for key in measures} if isinstance(measures, tuple) else measures
    projects.keep_chosen(project, chosen.Chosen(edition.identity, dict(named), list(priorities)), by=who)
    return project


def public(edition: Edition, **said: Any) -> Project:
    """A project that an officer has agreed to."""
    project = draft(edition, **said)
    assert project.owner
    review.agree(projects.send(project, by=project.owner), by=officer())
    project.refresh_from_db()
    return project


def a_picture(colour: str = "green", **saved: Any) -> bytes:
    """A small JPEG; `saved` goes to it as it is saved, such as `exif`."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, "JPEG", **saved)
    return out.getvalue()


def made(colour: str = "green") -> Made:
    """A picture as the site keeps it."""
    return Made(a_picture(colour), "jpg", 40, 20)


def with_records(project: Project) -> Any:
    """A batch of one record, which waits."""
    assert project.owner
    return monitoring.bring_in(project, [read_line(RECORD, TODAY)], by=project.owner)

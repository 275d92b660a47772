"""How the site is: what it shows, what waits, how much room there is."""

import shutil
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from lnrs import __version__
from lnrs_web.desk.queries import queue_age_s
from lnrs_web.editions.models import Edition
from lnrs_web.editions.queries import current_editions
from lnrs_web.outbox import queries as outbox

LITTLE_ROOM_SHARE = 0.05
LONG_WAIT_S = 3600


@dataclass(frozen=True)
class Current:
    """The edition that an area shows."""

    area: str
    slug: str
    edition: str
    identity: str
    as_of: date
    published_at: datetime | None


@dataclass(frozen=True)
class Status:
    """The site at one time."""

    version: str
    database: str
    """Which kind it is."""
    database_answers: bool
    editions: tuple[Current, ...]
    last_import: datetime | None
    queue_age_s: float | None
    """How long the oldest upload at the desk has waited; nothing where none waits."""
    mail_age_s: float | None
    """How long the oldest mail that is due has waited; nothing where none waits."""
    jobs_age_s: float | None
    """How long the oldest job that may begin has waited; nothing where none waits."""
    disk_free_share: float
    concerns: tuple[str, ...]
    """What is not as it should be, in words."""

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self) | {"well": not self.concerns}


def status() -> Status:
    """The site now."""
    disk = shutil.disk_usage(_folder_that_is(Path(settings.SITE)))
    free = disk.free / disk.total
    concerns = ["The disk has little room left."] if free < LITTLE_ROOM_SHARE else []
    mail_s = jobs_s = None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        editions = tuple(map(_current, current_editions()))
        mail_s, jobs_s = outbox.mail_age_s(), outbox.jobs_age_s()
        concerns += _concerns_of_the_outbox(mail_s, jobs_s)
        last, waited_s, answers = Edition.objects.order_by("-imported_at").first(), queue_age_s(), True
    except DatabaseError:
        editions, last, waited_s, answers = (), None, None, False
        concerns.append("The database does not answer.")
    if waited_s is not None and waited_s > LONG_WAIT_S:
        concerns.append("An upload has waited at the desk for more than an hour.")
    return Status(
        version=__version__,
        database=connection.display_name,
        database_answers=answers,
        editions=editions,
        last_import=last.imported_at if last else None,
        queue_age_s=waited_s,
        mail_age_s=mail_s,
        jobs_age_s=jobs_s,
        disk_free_share=round(free, 3),
        concerns=tuple(concerns),
    )


def _concerns_of_the_outbox(mail_s: float | None, jobs_s: float | None) -> list[str]:
    concerns = []
    if mail_s is not None and outbox.sent_today() >= settings.MAIL_A_DAY:
        concerns.append("No more mail is sent today: as many were sent as may be sent in one day.")
    elif mail_s is not None and mail_s > LONG_WAIT_S:
        concerns.append("A mail has waited for more than an hour.")
    if jobs_s is not None and jobs_s > LONG_WAIT_S:
        concerns.append("A job has waited for more than an hour.")
    mails, jobs = outbox.given_up()
    if mails or jobs:
        concerns.append(f"Mails that have been given up: {mails}. Jobs that have been given up: {jobs}.")
    return concerns


def _current(edition: Edition) -> Current:
    area = edition.area
    return Current(area.name, area.slug, edition.name, edition.identity, edition.as_of, edition.published_at)


def _folder_that_is(path: Path) -> Path:
    return path if path.exists() else _folder_that_is(path.parent)

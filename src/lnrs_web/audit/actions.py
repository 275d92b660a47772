"""Recording what is done. It is called within the transaction of the act itself: both are there, or neither."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from lnrs_web.audit.chain import digest_of
from lnrs_web.audit.models import Event

TURN = 1_990_043
"""The number of PostgreSQL's lock for whoever adds a row."""


@transaction.atomic
def record(what: str, which: str, *, by: str, was: str = "", became: str = "", area: int | None = None) -> Event:
    """Note an act: who did what to which thing, what that was before and what it became; `area` is the number of the
    strategy area whose officers may read it.

    One at a time adds a row, and the next waits until the act is whole. So the order is one everywhere: first the rows,
    all that the act changes or locks (of several the one with the lower key first), and whatever takes long; then this.
    Whoever waited for a row after it would keep everybody waiting, and for good where its holder waits to record.
    Rows are locked with `no_key`: a new row that refers to one takes a lock on its key when the transaction ends, after
    this, and must not have to wait for it.
    An act that is made of others, each of which is recorded, locks the rows of all of them before the first.
    """
    return record_each(what, [(which, became)], by=by, was=was, area=area)[0]


@transaction.atomic
def record_each(
    what: str, acts: Sequence[tuple[str, str]], *, by: str, was: str = "", area: int | None = None
) -> list[Event]:
    """As `record`, for one act done to many things: which each is, and what it became."""
    _wait_for_turn()
    last = Event.objects.order_by("-id").values("id", "digest").first() or {"id": 0, "digest": ""}
    rows = []
    for which, became in acts:
        said = {"by": by, "what": what, "which": which, "was": was, "became": became, "area": area}
        row = {"id": last["id"] + 1, "at": timezone.now(), "previous": last["digest"], **said}
        last = row | {"digest": digest_of(row)}
        rows.append(Event(**last))
    return QuerySet(Event).bulk_create(rows)  # the one way past `Rows`: each follows the one before


def _wait_for_turn() -> None:
    """Be the only one who adds rows until the transaction ends. In SQLite whoever has begun one is that already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])

"""Contributions that have come in, and moderators, as tests have them."""

from datetime import timedelta
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

from lnrs_web.engagement.actions.entering import Entered, take_in
from lnrs_web.engagement.models import Activity, Attachment, AttachmentFile, Contribution
from lnrs_web.moderation.actions import analysing, bringing_in, looking
from lnrs_web.moderation.actions import bulk as bulks
from lnrs_web.moderation.models import Campaign, Suggestion
from lnrs_web.outbox import jobs

from .people import officer, signed_in
from .saying import activity

DESK = "/desk/responses/"
LETTER = (
    "I support the strategy for nature in our county and want more hedges along every lane. Please plant oak and "
    "hawthorn where children walk to school. Rivers have to run clean before anything else is promised. Farmers who "
    "look after ponds deserve to be paid for what they do for all of us."
)


def entered(activity: Activity, words: str, *, mail: str = "", may_publish: bool = True, **more: Any) -> Contribution:
    """What somebody wrote, received and, where there is a mail address, proved."""
    given = Entered(
        channel="mail",
        sent_at=more.pop("sent_at", timezone.now() - timedelta(hours=1)),
        answers={"like": words},
        mail=mail,
        may_publish=may_publish,
        **more,
    )
    made = take_in(activity, given, by=officer())
    if mail:
        Contribution.objects.filter(pk=made.pk).update(mail_proved_at=timezone.now())
        made.refresh_from_db()
    return made


def desk(email: str = "officer@example.org") -> Client:
    """A browser of an officer."""
    return signed_in(officer(email=email))


def worked() -> None:
    """The worker has done what it was asked for."""
    while jobs.do_next("a worker"):
        pass


def later(minutes: int) -> Any:
    """For a while it is some minutes later."""
    now = timezone.now() + timedelta(minutes=minutes)
    return mock.patch("django.utils.timezone.now", return_value=now)


def examples() -> dict[str, str]:
    """One of everything that has an address at the desk, by the name that permissions.csv has for it."""
    asked = activity(slug="heard", title="Heard", released=True)
    one = entered(asked, LETTER)
    batch = bringing_in.stage(asked, b"like\nThe orchard\n", "a.csv", channel="letter", by=officer())
    bulk = bulks.decide_all(asked, [one], "publish", seen=bulks.mark_of([one]), by=officer())
    for _ in range(3):
        entered(asked, LETTER)
    looking.look(asked, by=officer())
    analysing.make_code(asked, "Hedges", by=officer())
    suggestion = Suggestion.objects.create(activity=asked, words=["hedge"])
    file = Attachment.objects.create(contribution=one, name="a.txt", media_type="text/plain", size_bytes=1)
    AttachmentFile.objects.create(attachment=file, data=b"a")
    return {
        "{heard-activity}": str(asked.public_id),
        "{heard}": str(one.pk),
        "{heard-file}": str(file.public_id),
        "{batch}": str(batch.public_id),
        "{bulk}": str(bulk.public_id),
        "{campaign}": str(Campaign.objects.get().public_id),
        "{suggestion}": str(suggestion.public_id),
    }

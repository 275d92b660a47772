"""Posting mail, and what officers do with what was not sent. Nothing is sent here: the worker sends what waits."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lnrs_web.audit.actions import record
from lnrs_web.outbox.links import without_links
from lnrs_web.outbox.models import Message, Suppression

_NOBODY = dict.fromkeys(("to", "subject", "text", "unsubscribe", "by"), "")


def post(*, to: str, subject: str, text: str, key: str, by: str, unsubscribe: str = "") -> Message:
    """Have a mail sent, if the transaction that this is called in is kept. Sent as plain text; one request to
    `unsubscribe` ends such mail.

    `key` says what the mail is about, in at most 200 characters and without personal data, such as
    `representation KM-2027-R-00001 received`: the same key again posts nothing, and gives the first. Raises ValueError
    for a key that is empty or longer.

    A mail with this key may reach its reader twice only if the worker is killed between the moment when the mail server
    takes it and the moment when that is written down; both then have the same Message-ID.
    """
    if not 0 < len(key) <= Message._meta.get_field("key").max_length:
        raise ValueError("a message needs a key of 1 to 200 characters")
    return Message.objects.get_or_create(
        key=key, defaults=_said(to, subject, text) | {"by": by, "unsubscribe": unsubscribe}
    )[0]


def post_each(letters: Iterable[Mapping[str, str]], *, by: str) -> None:
    """Have many mails sent, each with `to`, `subject`, `text` and a `key` that no mail had before, as `post` does; with
    `unsubscribe` where one request to that address ends such mail."""
    Message.objects.bulk_create(
        Message(
            **_said(one["to"], one["subject"], one["text"]),
            key=one["key"],
            unsubscribe=one.get("unsubscribe", ""),
            by=by,
        )
        for one in letters
    )


def _said(to: str, subject: str, text: str) -> dict[str, str]:
    return {"to": to.strip(), "subject": " ".join(subject.split()), "text": text}


@transaction.atomic
def send_again(message: Message, *, by: str) -> None:
    """Let a message that was given up or held back wait again, with all its tries before it. One whose links were cut
    out stays as it is: it would be of no use."""
    found = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    if found.can_be_sent_again:
        Message.objects.filter(pk=found.pk).update(
            state=Message.State.WAITING, tries=0, due_at=timezone.now(), trouble=""
        )
        record("send mail again", str(found.public_id), by=by, was=found.state)


@transaction.atomic
def suppress(address: str, *, reason: str, by: str) -> Suppression:
    """Hold back all mail to an address. The record of it says which by its number, not the address."""
    said = {"reason": reason, "by": by}
    suppression, is_new = Suppression.objects.get_or_create(address=address.strip().lower(), defaults=said)
    if is_new:
        record("hold back mail", str(suppression), by=by, became=reason)
    return suppression


@transaction.atomic
def allow(suppression: Suppression, *, by: str) -> None:
    """Send mail to an address again from now on; what was held back stays so until it is sent again."""
    number, was = str(suppression), suppression.reason
    suppression.delete()
    record("allow mail", number, by=by, was=was)


@transaction.atomic
def do_again(job: DBTaskResult, *, by: str) -> None:
    """Let a job that was given up be done again, with all its tries before it."""
    found = DBTaskResult.objects.select_for_update(no_key=True).get(pk=job.pk)
    if found.status == TaskResultStatus.FAILED:
        again = {"status": TaskResultStatus.READY, "run_after": timezone.now(), "worker_ids": [], "finished_at": None}
        DBTaskResult.objects.filter(pk=found.pk).update(**again)
        record("do job again", str(found.pk), by=by, was=found.task_path)


@transaction.atomic
def cut_links(messages: "QuerySet[Message]", by: str) -> None:  # noqa: ARG001  # recorded with the rule
    """Take the links out of messages, which cannot be sent again from then on."""
    for message in messages.select_for_update(no_key=True):
        message.text, message.unsubscribe = without_links(message.text), ""
        message.save(update_fields=["text", "unsubscribe"])


@transaction.atomic
def make_anonymous(messages: "QuerySet[Message]", by: str) -> None:  # noqa: ARG001  # recorded with the rule
    """Take away to whom messages were and what they said; that they were sent, when and by what, stays as proof."""
    messages.update(**_NOBODY)


@transaction.atomic
def forget(messages: "QuerySet[Message]") -> None:
    """For somebody who has left: what waits goes out no more, and of what was sent only the proof stays.

    One that is just being handed over may reach them still; what it said may stay then, without the address.
    """
    waits = Q(state=Message.State.WAITING)
    state = Case(When(waits, then=Value(Message.State.HELD_BACK)), default=F("state"))
    trouble = Case(When(waits, then=Value("Its reader has left.")), default=F("trouble"), output_field=TextField())
    messages.update(**_NOBODY, state=state, trouble=trouble)  # in one step: the worker may be moving it

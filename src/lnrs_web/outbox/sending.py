"""Sending what waits, by one worker, so that nothing is lost.

A message is first marked as being handed over, then handed over, then marked as sent. A worker that is killed in
between leaves the mark, and the next one sends it again: at least once, and twice only if it was killed just then.
"""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lnrs_web.outbox import handing
from lnrs_web.outbox.links import without_links
from lnrs_web.outbox.models import Message, Suppression
from lnrs_web.outbox.queries import is_suppressed, sent_in_a_minute, sent_today

logger = logging.getLogger("lnrs_web.outbox")

State = Message.State
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long a message waits after its first, second, ... try. After one try more than that it is given up."""


def take_up_what_was_left() -> int:
    """Let what a worker that was killed left wait again; how many. Only the one worker may call it."""
    return Message.objects.filter(state=State.HANDING_OVER).update(state=State.WAITING)


def send_next(post: handing.Post) -> bool:
    """Send the message that has waited longest, if one may be sent now; whether there was one.

    Raises handing.Unreachable where nothing can be sent for now: the message waits, and no try is counted.
    """
    waiting = Message.objects.filter(state=State.WAITING, due_at__lte=timezone.now()).order_by("due_at", "id")
    if not waiting.exists() or sent_today() >= settings.MAIL_A_DAY or sent_in_a_minute() >= settings.MAIL_A_MINUTE:
        return False
    with transaction.atomic():
        message = waiting.select_for_update(skip_locked=True, no_key=True).first()
        if message is None:
            return False
        if not message.to:  # its reader left while it was handed over, and it was not taken (`actions.forget`)
            _note(message, State.HELD_BACK, trouble="Its reader has left.")
            return True
        if is_suppressed(message.to):
            _note(message, State.HELD_BACK, trouble="Mail to this address is held back.")
            return True
        again = message.handed_at is not None
        _note(message, State.HANDING_OVER, tries=message.tries + 1, handed_at=timezone.now())
    _hand_over(message, post, again=again)
    return True


def _hand_over(message: Message, post: handing.Post, *, again: bool) -> None:
    try:
        reference = post.hand_over(message, again=again)
    except handing.Unreachable:
        _note(message, State.WAITING, tries=message.tries - 1)
        raise
    except handing.NotNow as why:
        _try_later(message, str(why))
    except handing.Refused as why:
        with transaction.atomic():
            _note(message, State.GIVEN_UP, trouble=str(why))
            if why.bounces:
                Suppression.objects.get_or_create(
                    address=message.to.lower(), defaults={"reason": str(why), "by": "the worker"}
                )
    except Exception as error:  # whatever it is, the others go on
        logger.error("A message could not be handed over: %s", type(error).__name__)
        _try_later(message, f"It could not be handed over ({type(error).__name__}).")
    else:
        now = timezone.now()
        taken = {"transport": handing.transport(), "reference": reference, "trouble": ""}
        _note(message, State.SENT, sent_at=now, text=without_links(message.text), unsubscribe="", **taken)


def _try_later(message: Message, why: str) -> None:
    if message.tries > len(WAITS):
        _note(message, State.GIVEN_UP, trouble=why)
    else:
        _note(message, State.WAITING, trouble=why, due_at=timezone.now() + WAITS[message.tries - 1])


def _note(message: Message, state: Any, **fields: object) -> None:
    for name, value in {"state": state, **fields}.items():
        setattr(message, name, value)
    message.save(update_fields=["state", *fields])

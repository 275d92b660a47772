"""What the worker does every few seconds: an app says what when the site begins."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

logger = logging.getLogger("lnrs_web.outbox")

EVERY_S = 10
Turn = Callable[[datetime], object]
"""Does a little, at a time; it may be broken off, and be begun again."""
_turns: dict[str, Turn] = {}


def every_few_seconds(name: str, turn: Turn) -> None:
    """Have something done by the worker every few seconds, from now on, under a name that is its own."""
    _turns[name] = turn


def take_all() -> None:
    """Do each of them once. One that fails does not keep the others back, and is done again the next time."""
    for name, turn in list(_turns.items()):
        try:
            turn(timezone.now())
        except Exception as error:  # whatever it is, the others go on
            logger.error("A turn failed: %s, %s", name, type(error).__name__)

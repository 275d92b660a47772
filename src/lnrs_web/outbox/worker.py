"""The one worker of a site: it sends mail, does jobs, and does what is done every few seconds, in a thread each, so
that none waits for another."""

import logging
import threading
import time
from collections.abc import Callable
from uuid import uuid4

from django.db import close_old_connections, connection

from lnrs_web.config import background
from lnrs_web.config.locks import Held, alone
from lnrs_web.outbox import handing, jobs, sending, turns

logger = logging.getLogger("lnrs_web.outbox")

LOOK_EVERY_S = 0.5
FIRST_TIMER_S, TIMER_EVERY_S = 60, 3600
"""When what is due from time to time is begun: so long after the worker, and then so often."""
UNREACHABLE_S = (5, 15, 60, 300)
"""How long sending rests when nothing can be sent at all: the first time, the second, ... and from then on."""


def work(stop: threading.Event, *, until_done: bool = False, is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Work until it is told to stop, or, with `until_done`, until nothing is left that may be done now.

    Waits while another process is the worker. Raises DatabaseError where the database cannot be asked: whoever begins
    the worker begins it again.
    """
    while not stop.is_set() and is_wanted():
        try:
            with alone("worker") as holds:
                sending.take_up_what_was_left()
                jobs.take_up_what_was_left()
                if until_done:
                    turns.take_all()
                each = (_sends, _does_jobs) if until_done else (_sends, _does_jobs, _takes_turns)
                loops = [_Loop(one, stop, until_done) for one in each]
                for loop in loops:
                    loop.start()
                timer_at = time.monotonic() + FIRST_TIMER_S
                try:
                    while any(loop.is_alive() for loop in loops):
                        loops[0].join(LOOK_EVERY_S)
                        loops[1].join(LOOK_EVERY_S)
                        holds()
                        if not until_done and time.monotonic() > timer_at:
                            background.start("run_due")
                            timer_at = time.monotonic() + TIMER_EVERY_S
                        if not is_wanted() or any(loop.trouble for loop in loops):
                            stop.set()
                finally:
                    stop.set()
                for loop in loops:
                    loop.join()
                    if loop.trouble:
                        raise loop.trouble
                return
        except Held:
            connection.close()
            stop.wait(LOOK_EVERY_S)


class _Loop(threading.Thread):
    """Does a thing until it is told to stop; what went wrong is in `trouble`."""

    def __init__(self, turns: Callable[[threading.Event, bool], None], stop: threading.Event, until_done: bool) -> None:
        super().__init__(daemon=True)
        self._turns, self._stop_told, self._until_done = turns, stop, until_done
        self.trouble: Exception | None = None

    def run(self) -> None:
        """All turns."""
        try:
            self._turns(self._stop_told, self._until_done)
        except Exception as error:
            self.trouble = error
        finally:
            connection.close()


def _sends(stop: threading.Event, until_done: bool) -> None:
    post, rests = handing.Post(), 0
    while not stop.is_set():
        try:
            if sending.send_next(post):
                rests = 0
                continue
        except handing.Unreachable as why:
            logger.error("Mail waits. %s", why)
            if until_done:
                break
            stop.wait(UNREACHABLE_S[min(rests, len(UNREACHABLE_S) - 1)])
            rests += 1
            continue
        post.close()
        if until_done:
            break
        _rest(stop)
    post.close()


def _does_jobs(stop: threading.Event, until_done: bool) -> None:
    name = uuid4().hex
    while not stop.is_set():
        if jobs.do_next(name):
            continue
        if until_done:
            break
        _rest(stop)


def _takes_turns(stop: threading.Event, until_done: bool) -> None:  # noqa: ARG001  # as all loops are called
    while not stop.is_set():
        turns.take_all()
        close_old_connections()
        stop.wait(turns.EVERY_S)


def _rest(stop: threading.Event) -> None:
    close_old_connections()
    stop.wait(LOOK_EVERY_S)

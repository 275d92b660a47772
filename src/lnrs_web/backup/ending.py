"""How a command is ended while it is at work: by Ctrl-C, or by SIGTERM where it was begun in the background."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ENDS = (signal.SIGINT, signal.SIGTERM)


def ends_as_by_ctrl_c() -> None:
    """Let SIGTERM end the command as Ctrl-C does: what it has begun is undone, and what it has made on the way goes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


@contextmanager
def finished_first() -> Iterator[None]:
    """Short work that is done to its end before the command ends."""
    if threading.current_thread() is not threading.main_thread():  # nobody ends it there
        yield
        return
    came: list[int] = []
    before = {one: signal.signal(one, lambda number, _: came.append(number)) for one in ENDS}
    try:
        yield
    finally:
        for one, how in before.items():
            signal.signal(one, how)
    for number in came[:1]:
        signal.raise_signal(number)

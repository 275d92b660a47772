"""How a command that was begun in the background is ended."""

import signal
import sys


def ends_as_by_ctrl_c() -> None:
    """Let SIGTERM end the command as Ctrl-C does: what it has begun is undone, and what it has made on the way goes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))

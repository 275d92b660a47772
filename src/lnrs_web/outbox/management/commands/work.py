"""`lnrs-web work`: send mail and do jobs. `lnrs-web serve` begins it by itself."""

import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lnrs_web.outbox.worker import work


class Command(BaseCommand):
    """Send mail and do jobs."""

    help = (
        "Send mail and do jobs, until Ctrl-C. `lnrs-web serve` begins it by itself; a second one waits for the first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--until-done and --beside."""
        parser.add_argument("--until-done", action="store_true", help="Stop when nothing is left that can be done now.")
        parser.add_argument("--beside", type=int, metavar="PID", help="Stop when the process that began it has ended.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Work, and stop after what is being done when told to."""
        stop, parent = threading.Event(), options["beside"]
        for told in (signal.SIGINT, signal.SIGTERM):
            signal.signal(told, lambda *_: stop.set())
        work(stop, until_done=options["until_done"], is_wanted=lambda: parent in (None, os.getppid()))

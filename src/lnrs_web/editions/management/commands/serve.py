"""`lnrs-web serve`: make tables and style sheets ready, and serve the site until it is stopped."""

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from lnrs_web.config import background

WORKERS = 2
TO_STOP_S = 10
"""A worker that is stopped while it starts may never hear of it: after so long it is ended."""


class Command(BaseCommand):
    """Serve the site."""

    help = "Serve the site on this machine, until Ctrl-C. Tables and style sheets are made ready first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--host and --port."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Hand this process over to the web server."""
        host, port = options["host"], options["port"]
        _must_be_free(host, port)
        call_command("migrate", verbosity=0)
        call_command("clearsessions")
        call_command("collectstatic", interactive=False, verbosity=0)
        if folder := getattr(settings, "EMAIL_FILE_PATH", None):
            self.stdout.write(f"Mail is not sent but written to files in {folder}: LNRS_MAIL names a mail server.")
        if settings.ALLOWED_HOSTS[0] == host and not settings.HTTPS:  # no proxy stands before it
            os.environ.setdefault("LNRS_ADDRESS", f"http://{host}:{port}")
        background.start("take_in_uploads")  # what was broken off goes on
        background.start_beside("work")
        self.stdout.write(f"The site is at http://{host}:{port}/. Ctrl-C stops it.")
        self.stdout.flush()
        server = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(WORKERS)]
        quiet = ["--log-level", "warning", "--no-access-log", "--blocking-threads", "4", "--backpressure", "16"]
        quiet += ["--workers-kill-timeout", str(TO_STOP_S)]
        command = [sys.executable, "-m", "granian", *server, *quiet, "lnrs_web.config.wsgi:application"]
        os.execv(sys.executable, command)


def _must_be_free(host: str, port: int) -> None:
    """Try the port, so that what is wrong is told before the site is said to be there."""
    if not 0 < port < 65_536:
        raise CommandError(f"--port is a number from 1 to 65535, not {port}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            reason = error.strerror or error
            raise CommandError(
                f"The site cannot be at {host}:{port}: {reason}. Stop what is there, or choose another with --port."
            ) from error

"""`lnrs-web serve`: make tables and style sheets ready, and serve the site until it is stopped."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

WORKERS = 2


class Command(BaseCommand):
    """Serve the site."""

    help = "Serve the site on this machine, until Ctrl-C. Tables and style sheets are made ready first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--host and --port."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Hand this process over to the web server."""
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        host, port = options["host"], options["port"]
        self.stdout.write(f"The site is at http://{host}:{port}/. Ctrl-C stops it.")
        self.stdout.flush()
        server = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(WORKERS)]
        quiet = ["--log-level", "warning", "--no-access-log", "--blocking-threads", "4", "--backpressure", "16"]
        command = [sys.executable, "-m", "granian", *server, *quiet, "lnrs_web.config.wsgi:application"]
        os.execv(sys.executable, command)

"""Which areas a command about officers is for, and how it tells what is wrong."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import Any

from django.core.management.base import OutputWrapper

from lnrs.errors import LnrsError
from lnrs.model import Area
from lnrs_web.accounts.actions import area_named


def add_arguments(parser: ArgumentParser) -> None:
    """EMAIL, and --area SLUG or --all-areas."""
    parser.add_argument("email")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--area", help="The area's name as in addresses, such as kent-and-medway.")
    which.add_argument("--all-areas", action="store_true", help="Every area: an administrator.")


def area_of(options: dict[str, Any]) -> Area | None:
    """The area that is named, or None for all. Raises NotFound."""
    return None if options["all_areas"] else area_named(options["area"])


def at_the_command_line() -> str:
    """Who gives a command."""
    return f"{getuser()} at the command line"


@contextmanager
def telling(stderr: OutputWrapper) -> Iterator[None]:
    """What is wrong, told as a list, with the exit code of its kind."""
    try:
        yield
    except LnrsError as error:
        stderr.write(f"{error.summary}:")
        for problem in error.problems:
            stderr.write(f"  * {problem}")
        raise SystemExit(error.exit_code) from error

"""What the site's commands share: who gives one, and how it tells what is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser

from django.core.management.base import OutputWrapper

from lnrs.errors import LnrsError


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

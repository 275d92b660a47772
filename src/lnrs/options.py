"""What options of several commands have in common."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any

import click

from lnrs.console import print_json
from lnrs.errors import LnrsError

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
json_option = click.option("--json", "as_json", is_flag=True, help="Print data, or what is wrong, as JSON.")


def as_json(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option --json; the problems of one that is refused are then printed as JSON too."""

    @wraps(command)
    def told(*args: Any, as_json: bool, **options: Any) -> None:
        try:
            command(*args, as_json=as_json, **options)
        except LnrsError as error:
            if as_json:
                print_json({"problems": problems_of(error)})
            raise

    return json_option(told)


def problems_of(error: LnrsError) -> list[dict[str, Any]]:
    """The problems of an error as plain data: where, what, do."""
    return [asdict(problem) for problem in error.problems]

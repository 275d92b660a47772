"""Which areas a command about officers is for."""

from argparse import ArgumentParser
from typing import Any

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

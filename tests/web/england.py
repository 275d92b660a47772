"""The England edition of `england_case` on the site."""

from pathlib import Path

from lnrs_web.england import actions
from lnrs_web.england.models import EnglandEdition

from ..unit.england_case import case

BY = "a test"


def publish_england(folder: Path | None = None) -> EnglandEdition:
    """An England edition, the case's where none is named, taken in and published."""
    return actions.publish(actions.import_england(folder or case(), by=BY), by=BY)

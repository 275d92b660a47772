"""A case's edition on the site. What its first import wrote is kept, and written again in each test that begins with an
empty site: the same rows and files, in a fifth of the time. `test_editions_import.py` imports for itself."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.models import Event
from lnrs_web.editions.actions import folder_of, import_edition
from lnrs_web.editions.models import Edition

from ..unit.edition_case import Case

BY = "a test"
WRITTEN_TO = ("areas", "audit", "editions", "search")
"""The apps whose tables an import writes to, those that others refer to first."""


@dataclass(frozen=True)
class Kept:
    """What an import into an empty site wrote."""

    rows: dict[type[Model], list[Model]]
    files: Path


_kept: dict[str, Kept] = {}


def imported(made: Case) -> Edition:
    """The edition of a case, taken in."""
    identity = made.manifest.identity
    if any(table._default_manager.exists() for table in (StrategyArea, Event, Edition)):
        return import_edition(made.edition, by=BY)
    if identity not in _kept:
        edition = import_edition(made.edition, by=BY)
        _kept[identity] = _what_is_there(edition)
        return edition
    for table, rows in _kept[identity].rows.items():
        table._base_manager.bulk_create(rows)  # acts too, which are otherwise recorded one by one
    shutil.copytree(_kept[identity].files, Path(settings.EDITIONS) / identity)
    return Edition.objects.get(identity=identity)


def _what_is_there(edition: Edition) -> Kept:
    tables = [table for app in WRITTEN_TO for table in apps.get_app_config(app).get_models()]
    rows = {table: list(table._default_manager.order_by("pk")) for table in tables}
    files = shutil.copytree(folder_of(edition), _room() / edition.identity)
    return Kept({table: found for table, found in rows.items() if found}, files)


@cache
def _room() -> Path:
    room = Path(tempfile.mkdtemp(prefix="lnrs-imported-"))
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    return room

"""That a site was brought back is on its record, also where the tables of an older backup cannot have it yet: it is
noted in the site's folder, and recorded as soon as they are as this software has them."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lnrs_web.audit.actions import record

NAME = "brought-back.json"


def note(**said: str) -> None:
    """Note what is to be recorded, as it is given to `record`, in the place of what may be noted already."""
    _file().write_text(json.dumps(said))


def record_noted(**_: Any) -> None:
    """Record what is noted, where the record's tables are there; it is done after each `migrate` too."""
    if not _file().exists():
        return
    loader = MigrationLoader(connection)
    missing = {app for app, _ in loader.disk_migrations.keys() - loader.applied_migrations.keys()}
    if "audit" not in missing:
        record("bring the site back from a backup", **json.loads(_file().read_text()))
        _file().unlink()


def _file() -> Path:
    return Path(settings.SITE) / NAME

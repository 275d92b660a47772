"""Gives every SQLite connection the predicate that PostGIS has of its own."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OpenDataConfig(AppConfig):
    """Open data."""

    name = "lnrs_web.open_data"

    def ready(self) -> None:
        """Listen for new connections."""
        connection_created.connect(_give_predicate, dispatch_uid="lnrs_meets")


def _give_predicate(connection: Any, **_: Any) -> None:
    from lnrs_web.open_data.meets import meets

    if connection.vendor == "sqlite":
        connection.connection.create_function("lnrs_meets", 2, meets, deterministic=True)

"""Locks that one process of the site holds at a time. They are given up when it ends, however it ends.

With SQLite the site is on one machine, and a lock is a file in the site's folder; with PostgreSQL it is the database's
own, so that it holds for every machine of the site.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.db import connection

Holds = Callable[[], None]
"""Raises DatabaseError where the lock was lost with the connection to its database."""

WATCHED = "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
"""So that the lock of a machine that has lost its power or its network is free within the minute."""


class Held(Exception):
    """Another process holds the lock."""


@contextmanager
def alone(name: str) -> Iterator[Holds]:
    """Be the only process that is within a lock of this name; it gives a function that asks whether it still is.

    Raises Held at once where another is.
    """
    with (_in_database if connection.vendor == "postgresql" else _in_file)(name) as holds:
        yield holds


@contextmanager
def _in_file(name: str) -> Iterator[Holds]:
    folder = Path(settings.SITE) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("a") as held:
        if not locks.lock(held, locks.LOCK_EX | locks.LOCK_NB):
            raise Held(name)
        yield lambda: None


@contextmanager
def _in_database(name: str) -> Iterator[Holds]:
    session = connection.copy()
    try:
        with session.cursor() as cursor:
            cursor.execute(WATCHED)
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"lnrs {name}"])
            if not cursor.fetchone()[0]:
                raise Held(name)

            def holds() -> None:
                cursor.execute("SELECT 1")

            yield holds
            cursor.execute("SELECT pg_advisory_unlock_all()")  # closing gives it up a moment later
    finally:
        session.close()

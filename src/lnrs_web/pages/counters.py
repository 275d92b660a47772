"""How often each thing was asked for lately, by whom: a small SQLite file of the machine's own, which every worker of
the server counts in at once. It is kept apart from the site's database, so that an import at work there holds nobody
up, and so that nothing in it is ever backed up."""

import sqlite3
import time
from functools import cache
from os import getpid
from pathlib import Path
from threading import local

TABLE = """
    CREATE TABLE IF NOT EXISTS asked (
        what TEXT NOT NULL, who TEXT NOT NULL, window INTEGER NOT NULL, times INTEGER NOT NULL, until REAL NOT NULL,
        PRIMARY KEY (what, who, window)
    ) WITHOUT ROWID
"""
ONE_MORE = "INSERT INTO asked VALUES (?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET times = times + 1"
SO_FAR = "SELECT window, times FROM asked WHERE what = ? AND who = ? AND window IN (?, ?)"
OVER = "DELETE FROM asked WHERE until < ?"


class Counters:
    """Counts in one file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._open = local()

    def wait_s(self, what: str, who: str, times: int, seconds: int) -> float:
        """Count one more and give 0; where that would be more than `times` in any `seconds`, count nothing and give how
        many seconds to wait.

        The window slides: of the last whole window as large a share counts as still lies within `seconds`.
        """
        now = time.time()
        window, into = divmod(now, seconds)
        database = self._database()
        with database:
            database.execute("BEGIN IMMEDIATE")
            so_far = dict(database.execute(SO_FAR, (what, who, int(window), int(window) - 1)).fetchall())
            here, before = so_far.get(int(window), 0), so_far.get(int(window) - 1, 0)
            if here + 1 + before * (1 - into / seconds) > times:
                return _until_one_more(here, before, times, seconds) - into
            database.execute(ONE_MORE, (what, who, int(window), now + 2 * seconds))
            if not here:  # a window begins: those that nothing counts any more go
                database.execute(OVER, (now,))
        return 0.0

    def _database(self) -> sqlite3.Connection:
        if getattr(self._open, "process", None) != getpid():  # a connection is not carried into a worker
            self._file.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._file, timeout=5, isolation_level=None)
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=OFF")
            database.execute(TABLE)
            self._open.database, self._open.process = database, getpid()
        held: sqlite3.Connection = self._open.database
        return held


def _until_one_more(here: int, before: int, times: int, seconds: int) -> float:
    """How many seconds after its beginning this window, or else the one that follows, has room for one more."""
    if here < times:
        return seconds * (1 - (times - 1 - here) / before)
    return seconds + seconds * (1 - (times - 1) / here)


@cache
def counters_in(file: Path) -> Counters:
    """The counts of a file."""
    return Counters(file)

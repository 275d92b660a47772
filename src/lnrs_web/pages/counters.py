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
ONE_MORE = """
    INSERT INTO asked VALUES (?, ?, ?, 1, ?)
    ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times
"""
BEFORE = "SELECT times FROM asked WHERE what = ? AND who = ? AND window = ?"


class Counters:
    """Counts in one file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._open = local()

    def wait_s(self, what: str, who: str, times: int, seconds: int) -> float:
        """Count one more, and give the seconds to wait where that is more than `times` in any `seconds`; otherwise 0.

        The window slides: of the last whole window as large a share counts as still lies within `seconds`.
        """
        now = time.time()
        window, into = divmod(now, seconds)
        database = self._database()
        with database:
            (here,) = database.execute(ONE_MORE, (what, who, int(window), now + 2 * seconds)).fetchone()
            if here == 1:  # a window begins: those that nothing counts any more go
                database.execute("DELETE FROM asked WHERE until < ?", (now,))
        before = (database.execute(BEFORE, (what, who, int(window) - 1)).fetchone() or (0,))[0]
        if here + before * (1 - into / seconds) <= times:
            return 0.0
        return (
            seconds - into
            if here > times or not before
            else min(seconds - into, seconds * (1 - (times - here) / before))
        )

    def _database(self) -> sqlite3.Connection:
        if getattr(self._open, "process", None) != getpid():  # a connection is not carried into a worker
            self._file.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._file, timeout=5)
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=OFF")
            database.execute(TABLE)
            self._open.database, self._open.process = database, getpid()
        held: sqlite3.Connection = self._open.database
        return held


@cache
def counters_in(file: Path) -> Counters:
    """The counts of a file."""
    return Counters(file)

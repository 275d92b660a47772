"""Where the site keeps its rows: a SQLite file that needs no other service, or PostgreSQL with PostGIS."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

FILE = "site.sqlite3"
WAIT_S = 60
"""How long a write waits for another: an import holds a SQLite file for as long as it writes."""
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"


def database_at(address: str, site: Path) -> dict[str, Any]:
    """Django's settings for a database address; for an empty one a SQLite file in the site's folder.

    Raises ValueError for an address that is none of PostgreSQL.

    >>> database_at("postgresql://lnrs@127.0.0.1:5432/site", Path("."))["NAME"]
    'site'
    """
    if not address:
        site.mkdir(parents=True, exist_ok=True)
        options = {"transaction_mode": "IMMEDIATE", "timeout": WAIT_S, "init_command": PRAGMAS}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": site / FILE, "OPTIONS": options}
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        given = f"{parts.scheme}://..." if parts.scheme else "an address without one"
        raise ValueError(f"LNRS_DATABASE must be as postgresql://user:password@host/name, not {given}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
    }

"""A site's database as migrations leave it, made once: with Wagtail there are some 300 of them, and every worker of the
tests, and every site that is served, begins with the same."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".cache"


def _of_what() -> str:
    """Another text for other migrations, settings or packages."""
    ours = sorted((ROOT / "src" / "lnrs_web").glob("*/migrations/*.py"))
    told = [ROOT / "requirements.lock", *sorted((ROOT / "src" / "lnrs_web" / "config").glob("*.py")), *ours]
    digest = hashlib.sha256()
    for file in told:
        digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def migrated() -> Path:
    """A SQLite file with every table and no row but those that migrations write. It is not to be changed: copy it."""
    KEPT.mkdir(exist_ok=True)
    made = KEPT / f"migrated-{_of_what()}.sqlite3"
    with (KEPT / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one worker makes it, the others wait
        if not made.exists():
            for old in KEPT.glob("migrated-*.sqlite3"):
                old.unlink()
            with tempfile.TemporaryDirectory() as room:
                ours = {name: value for name, value in os.environ.items() if not name.startswith(("LNRS_", "DJANGO_"))}
                command = [sys.executable, "-m", "lnrs_web", "migrate", "--verbosity", "0"]
                subprocess.run(command, env=ours | {"LNRS_SITE": room}, check=True)
                shutil.copy(Path(room) / "site.sqlite3", made.with_suffix(".new"))
                os.replace(made.with_suffix(".new"), made)
    return made

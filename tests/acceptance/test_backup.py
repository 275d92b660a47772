"""A site backed up while it is written to, and brought back, by its own commands: on SQLite, and on PostgreSQL."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from benchmarks import postgis

from lnrs.errors import BackupRefused, NotFound
from lnrs_web.backup.archive import manifest_of, unpack

from ..migrated import migrated, with_tables
from ..served_site import PROGRAM, environment_of

Change = Callable[[str, bytes], bytes | None]
FILES = {"editions/kent-1/manifest.json": b"{}", "media/images/owl.png": b"\x89PNG", "procedure/ab12": b"a letter"}


WAITS = """from lnrs_web.outbox.models import Message
Message.objects.create(key="one", to="ada@example.org", subject="News", text="It is spring.", by="a test")"""


@dataclass
class Case:
    """A site with files, and a way to its database."""

    site: Path
    more: Mapping[str, str] = field(default_factory=dict)
    sql: Callable[[str], str] = str

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.site) | self.more


def give(case: Case, *words: object, code: int = 0) -> str:
    """A command of the site's, and what it says."""
    command = [*PROGRAM, *map(str, words)]
    done = subprocess.run(command, env=case.environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return (done.stderr if code else done.stdout).replace("\u00a0", " ")


def in_sqlite(site: Path) -> Callable[[str], str]:
    def sql(statements: str) -> str:
        with closing(sqlite3.connect(site / "site.sqlite3", timeout=30)) as database, database:
            rows = [database.execute(one).fetchall() for one in statements.split(";") if one.strip()]
        return str(rows[-1][0][0]) if rows[-1] else ""

    return sql


def fill(case: Case) -> Case:
    case.site.mkdir(exist_ok=True)
    (case.site / "secret-key").write_text("k" * 50)
    for name, content in FILES.items():
        (case.site / name).parent.mkdir(parents=True, exist_ok=True)
        (case.site / name).write_bytes(content)
    (case.site / "media" / "elsewhere").symlink_to("/etc/passwd")
    return case


def on_sqlite(folder: Path) -> Case:
    site = folder / "site"
    site.mkdir()
    shutil.copy(migrated(), site / "site.sqlite3")
    with closing(sqlite3.connect(site / "site.sqlite3")) as database:
        database.execute("PRAGMA journal_mode = WAL")
    return fill(Case(site, sql=in_sqlite(site)))


@pytest.fixture(params=["sqlite", "postgresql"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    if request.param == "sqlite":
        yield on_sqlite(tmp_path)
        return
    try:
        with postgis.throwaway_postgis() as database:
            address = f"postgresql://postgres@/postgres?host={database.socket}"
            site = tmp_path / "site"
            case = Case(site, {"LNRS_DATABASE": address}, lambda text: postgis.run(database, text).strip())
            with_tables(case.environment)
            yield fill(case)
    except postgis.NoPostgis as reason:
        pytest.skip(str(reason))


def held(site: Path) -> dict[str, bytes]:
    return {name: (site / name).read_bytes() for name in FILES if (site / name).is_file()}


def test_a_site_is_backed_up_under_writes_and_brought_back(case: Case, tmp_path: Path) -> None:
    """Two rows are written in each transaction: a backup of one moment has an even number of them."""
    case.sql("CREATE TABLE written (n integer)")
    give(case, "shell", "-v", "0", "-c", WAITS)
    stop, wrote = threading.Event(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            case.sql("BEGIN; INSERT INTO written VALUES (1); INSERT INTO written VALUES (2); COMMIT; SELECT 1")
            wrote.set()
            time.sleep(0.02)

    writer = threading.Thread(target=write)
    writer.start()
    file = tmp_path / "kent.backup"
    try:
        assert wrote.wait(60)
        told = give(case, "backup", file)
    finally:
        stop.set()
        writer.join()
    assert "4 files" in told
    assert file.stat().st_mode & 0o077 == 0, "nobody else may read it"
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert "k" * 50 not in str([archive.read(name)[:2000] for name in archive.namelist()])
    assert {one["name"] for one in manifest["files"]} > {f"files/{name}" for name in FILES}
    after = int(case.sql("SELECT count(*) FROM written"))

    assert "there already" in give(case, "backup", file, code=16)
    case.sql("DELETE FROM written; INSERT INTO written VALUES (3); SELECT 1")
    (case.site / "media/images/owl.png").write_bytes(b"another")
    assert "has a site already. Give --replace" in give(case, "restore", file, code=27)
    assert case.sql("SELECT count(*) FROM written") == "1"

    told = give(case, "restore", file, "--replace")
    assert "before-restore-" in told
    assert "secret key is another" not in told
    assert "1 mail waited to be sent" in told
    assert case.sql("SELECT state FROM outbox_message") == "held back"
    rows = int(case.sql("SELECT count(*) FROM written"))
    assert rows % 2 == 0
    assert 0 < rows <= after
    assert held(case.site) == FILES
    [aside] = case.site.glob("before-restore-*")
    assert (aside / "media/images/owl.png").read_bytes() == b"another"
    assert "Every row of the record is as it was written" in give(case, "check_audit")
    for act in ("begin to back up the site", "bring the site back from a backup"):
        assert case.sql(f"SELECT count(*) FROM audit_event WHERE what = '{act}'") == "1", act
    assert not list(case.site.glob(".backup-*"))


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a site on SQLite."""
    folder = tmp_path_factory.mktemp("backed-up")
    give(on_sqlite(folder), "backup", folder / "kent.backup")
    return folder / "kent.backup"


def test_a_backup_makes_a_new_site_which_says_that_its_key_is_another(backed_up: Path, tmp_path: Path) -> None:
    case = Case(tmp_path / "new", sql=in_sqlite(tmp_path / "new"))
    told = give(case, "restore", backed_up)
    assert "The secret key is another one" in told
    assert held(case.site) == FILES
    assert int(case.sql("SELECT count(*) FROM django_migrations")) > 100
    assert not list(case.site.glob("before-restore-*"))


def changed(file: Path, to: Path, change: Change, manifest: Callable[[dict], object]) -> Path:
    """A backup with other bytes, or without some files, or with another manifest."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                said = json.loads(content)
                manifest(said)
                content = json.dumps(said).encode()
            elif (kept := change(name, content)) is None:
                continue
            else:
                content = kept
            new.writestr(name, content)
    return to


def test_damage_within_the_database_is_told_as_any(backed_up: Path, tmp_path: Path) -> None:
    """Bytes of the packed stream itself, as a disk loses them."""
    data = bytearray(backed_up.read_bytes())
    with zipfile.ZipFile(backed_up) as archive:
        one = archive.getinfo("database/site.sqlite3")
    for at in range(one.header_offset + 200, one.header_offset + 260):
        data[at] ^= 0xFF
    (tmp_path / "bad").write_bytes(data)
    with pytest.raises(BackupRefused, match=r"site\.sqlite3: is missing or damaged"):
        unpack(tmp_path / "bad", manifest_of(tmp_path / "bad"), tmp_path / "room")


def test_a_folder_that_cannot_be_read_makes_no_backup(tmp_path: Path) -> None:
    case = on_sqlite(tmp_path)
    (case.site / "uploads").write_text("in the place of a folder")
    assert "uploads: cannot be read" in give(case, "backup", tmp_path / "kent.backup", code=16)
    assert not (tmp_path / "kent.backup").exists()
    assert not list(tmp_path.glob(".kent.backup*"))


def test_what_a_killed_backup_left_goes_with_the_next(tmp_path: Path) -> None:
    case = on_sqlite(tmp_path)
    (case.site / ".backup-1").mkdir()
    (case.site / ".backup-1" / "snapshot").write_text("names and addresses")
    give(case, "backup", tmp_path / "kent.backup")
    assert not list(case.site.glob(".backup-*"))


def test_tables_of_something_else_are_never_touched(tmp_path: Path) -> None:
    """A restore into PostgreSQL keeps nothing of what was there, so it asks whose that is."""
    try:
        with postgis.throwaway_postgis() as database:
            address = f"postgresql://postgres@/postgres?host={database.socket}"
            site = fill(Case(tmp_path / "site", {"LNRS_DATABASE": address}))
            with_tables(site.environment)
            give(site, "backup", tmp_path / "kent.backup")
            postgis.run(database, "CREATE DATABASE gis")
            other = Case(tmp_path / "new", {"LNRS_DATABASE": f"postgresql://postgres@/gis?host={database.socket}"})
            postgis.run(database, "\\c gis\nCREATE TABLE roads (n integer); INSERT INTO roads VALUES (1)")
            for more in ((), ("--replace",)):
                assert "are of no site" in give(other, "restore", tmp_path / "kent.backup", *more, code=27)
            assert postgis.run(database, "\\c gis\nSELECT n FROM roads").strip() == "1"
            assert not held(other.site)
    except postgis.NoPostgis as reason:
        pytest.skip(str(reason))


def test_that_a_site_of_older_software_was_brought_back_is_recorded_once_its_tables_can_have_it(
    backed_up: Path, tmp_path: Path
) -> None:
    old = Case(tmp_path / "old")
    give(old, "migrate", "audit", "0001", "--verbosity", "0")
    rows = (old.site / "site.sqlite3").read_bytes()

    def to_old(said: dict) -> None:
        [database] = [one for one in said["files"] if one["name"].endswith(".sqlite3")]
        database.update(bytes=len(rows), sha256=hashlib.sha256(rows).hexdigest())

    older = changed(backed_up, tmp_path / "older", lambda name, is_now: rows if "sqlite3" in name else is_now, to_old)
    new = Case(tmp_path / "new", sql=in_sqlite(tmp_path / "new"))
    assert "give `lnrs-web migrate`" in give(new, "restore", older)
    recorded = "SELECT count(*) FROM audit_event WHERE what = 'bring the site back from a backup' AND which = 'older'"
    assert new.sql(recorded) == "0"
    give(new, "migrate", "audit", "--verbosity", "0")
    assert new.sql(recorded) == "1"
    assert not (new.site / "brought-back.json").exists()


def test_a_restore_that_is_broken_off_in_the_database_undoes_what_it_began(tmp_path: Path) -> None:
    """Its psql fails, somebody presses Ctrl-C at it, or the machine is shut down; each while it waits for a table."""
    try:
        with postgis.throwaway_postgis() as database:
            where = f"postgresql://postgres@/postgres?host={database.socket}"
            case = Case(tmp_path / "site", {"LNRS_DATABASE": where}, lambda said: postgis.run(database, said).strip())
            give(case, "migrate", "audit", "--verbosity", "0")
            give(fill(case), "backup", tmp_path / "kent.backup")
            (case.site / "media/images/owl.png").write_bytes(b"another")
            case.sql("CREATE TABLE mine (n integer); INSERT INTO mine VALUES (7)")
            ways: list[Callable[[int], object]] = [
                lambda _: case.sql(f"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE {BLOCKED}"),
                lambda group: os.killpg(group, signal.SIGINT),
                lambda one: os.kill(one, signal.SIGTERM),
            ]
            for breaks in ways:
                with psycopg.connect(where) as holder:
                    holder.execute("LOCK TABLE audit_event")
                    command = [*PROGRAM, "restore", str(tmp_path / "kent.backup"), "--replace"]
                    under_way = subprocess.Popen(
                        command, env=case.environment, stderr=subprocess.PIPE, text=True, start_new_session=True
                    )
                    until(lambda: case.sql(f"SELECT count(*) FROM pg_stat_activity WHERE {BLOCKED}") == "1")
                    assert (case.site / "media/images/owl.png").read_bytes() == FILES["media/images/owl.png"]
                    breaks(under_way.pid)
                    _, told = under_way.communicate(timeout=60)
                    assert under_way.returncode, told
                until(lambda: case.sql(f"SELECT count(*) FROM pg_stat_activity WHERE {OTHERS}") == "0")
                assert case.sql("SELECT n FROM mine") == "7"
                assert held(case.site) == FILES | {"media/images/owl.png": b"another"}
                assert not [one.name for one in case.site.iterdir() if one.name.startswith(LEFT)]
            give(case, "restore", tmp_path / "kent.backup", "--replace")
            assert held(case.site) == FILES
            assert case.sql("SELECT to_regclass('mine') IS NULL") == "t"
    except postgis.NoPostgis as reason:
        pytest.skip(str(reason))


OTHERS = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
BLOCKED = f"{OTHERS} AND wait_event_type = 'Lock'"
LEFT = ("before-restore-", ".backup-", "brought-back")


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def one_byte(name: str, content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1]) if name.endswith("owl.png") else content


def as_it_is(_: str, content: bytes) -> bytes:
    return content


def keep(_: dict) -> None:
    pass


def leads_out(said: dict) -> None:
    said["files"][1]["name"] = "files/media/../../../evil"


def of_the_future(said: dict) -> None:
    said["migrations"].append("areas.9999_of_the_future")
    said["database"] = "postgresql"


@pytest.mark.parametrize(
    ("change", "manifest", "says"),
    [
        (one_byte, keep, "owl.png: is not as it was"),
        (lambda name, content: None if "procedure" in name else content, keep, "ab12: is missing"),
        (as_it_is, leads_out, "leads out of the site's folder"),
        (as_it_is, lambda said: said["files"].pop(), "is in the backup, and not in its manifest"),
        (as_it_is, lambda said: said.update(format=99), "is no backup of a site"),
    ],
    ids=["damaged", "missing", "leads out", "not named", "of another format"],
)
def test_a_backup_that_is_not_whole_is_refused(
    backed_up: Path, tmp_path: Path, change: Change, manifest: Callable[[dict], object], says: str
) -> None:
    file, room = changed(backed_up, tmp_path / "bad", change, manifest), tmp_path / "room"
    with pytest.raises(BackupRefused, match=says):
        unpack(file, manifest_of(file), room)
    assert not (tmp_path / "evil").exists()


def test_words_are_no_backup(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("These are words.")
    with pytest.raises(BackupRefused, match="is no backup"):
        manifest_of(tmp_path / "words")
    with pytest.raises(NotFound):
        manifest_of(tmp_path / "nowhere")


def test_every_reason_is_told_and_nothing_is_there(backed_up: Path, tmp_path: Path) -> None:
    case = Case(tmp_path / "new")
    told = give(case, "restore", changed(backed_up, tmp_path / "bad", as_it_is, of_the_future), code=27)
    assert "The backup was refused:" in told
    assert "1 of its migrations are not known" in told
    assert "was made from postgresql" in told
    assert not held(case.site)
    assert not list(case.site.glob(".backup-*"))


def test_a_damaged_backup_leaves_the_site_as_it_was(backed_up: Path, tmp_path: Path) -> None:
    case = on_sqlite(tmp_path)
    (case.site / "media/images/owl.png").write_bytes(b"another")
    bad = changed(backed_up, tmp_path / "bad", one_byte, keep)
    assert "owl.png: is not as it was" in give(case, "restore", bad, "--replace", code=27)
    assert (case.site / "media/images/owl.png").read_bytes() == b"another"
    assert not list(case.site.glob("before-restore-*"))


def test_a_site_that_is_served_is_left_alone(backed_up: Path, tmp_path: Path) -> None:
    (tmp_path / "new" / "locks").mkdir(parents=True)
    with (tmp_path / "new" / "locks" / "worker.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "is being served" in give(Case(tmp_path / "new"), "restore", backed_up, code=27)
    assert not held(tmp_path / "new")

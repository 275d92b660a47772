"""What must never be lost, to a full disk or to Ctrl-C; and that whatever may take long says what it is doing.

Where a process of its own matters - a limit, a signal - it is the real executable.
"""

import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from shapely.geometry import box

from lnrs import cli, console

from .commands import Done, lines_of, lnrs, refused, rewrite
from .site_files import FIELD, add, sites

pytestmark = pytest.mark.xdist_group("tutorial")

LNRS = Path(sysconfig.get_path("scripts")) / "lnrs"
LONGEST_S = 900
"""A command that takes longer than this hangs."""


def executed(*words: str | Path, cwd: Path) -> Done:
    """Give a command to the executable; whatever it is, nobody ever sees a traceback."""
    command = [LNRS, *map(str, words)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


# --- what must never be lost: a full disk, Ctrl-C


@pytest.fixture
def small_disk(here: Path) -> Iterator[Path]:
    """A real disk that holds the edition and has no room for a second."""
    disk, edition = here / "disk", here / "wight-edition"
    disk.mkdir()
    size = sum(path.stat().st_size for path in edition.rglob("*") if path.is_file())
    mount = ["mount", "-t", "tmpfs", "-o", f"size={int(size * 1.3)}", "tmpfs", disk]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip(
            "only root may mount a small disk, and not everywhere; a limit on the size of files is tried anyway"
        )
    try:
        shutil.copytree(edition, disk / "wight-edition")
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def as_another_edition(folder: Path) -> Path:
    """The strategy folder with a new name for its edition, so that there is something to write."""
    rewrite(folder / "strategy.toml", 'edition = "', 'edition = "another-')
    return folder


def assert_whole(edition: Path, before: list[str]) -> None:
    """The edition is the one before, and nothing that was begun lies about beside it."""
    assert lines_of(edition) == before
    assert lnrs("verify", edition, cwd=edition.parent).returncode == 0
    assert [path.name for path in edition.parent.iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_leaves_the_edition_before_whole(here: Path, small_disk: Path) -> None:
    edition = small_disk / "wight-edition"
    before = lines_of(edition)
    said = refused(16, "build", as_another_edition(here / "wight"), "--to", edition, cwd=here)
    assert "Could not write:" in said
    assert "No space left on device" in said
    assert_whole(edition, before)


@contextmanager
def files_of_at_most(most_bytes: int) -> Iterator[None]:
    """No file may grow larger meanwhile: the system refuses, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_limit_on_the_size_of_files_leaves_the_edition_before_whole(here: Path) -> None:
    before = lines_of(here / "wight-edition")
    largest = max(path.stat().st_size for path in (here / "wight-edition").rglob("*"))
    with files_of_at_most(largest // 2):
        said = refused(16, "build", as_another_edition(here / "wight"), cwd=here)
    assert "Could not write:" in said
    assert_whole(here / "wight-edition", before)


def test_a_layer_that_does_not_fit_leaves_the_layer_before(here: Path) -> None:
    before = (here / "wight" / "layers" / "local_wildlife_sites.gpkg").read_bytes()
    file = sites(here, *(box(449_000 + k, 88_000, 449_001 + k, 88_500) for k in range(500)))
    with files_of_at_most(50_000):
        assert "Could not write:" in refused(16, *add(file), cwd=here)
    assert (here / "wight" / "layers" / "local_wildlife_sites.gpkg").read_bytes() == before
    assert lnrs("check", "wight", cwd=here).returncode == 0


def test_a_folder_with_something_in_it_is_not_overwritten(here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "letter.txt").write_text("keep me")
    for command in (("new", "Kent", "mine"), ("sketch", "mine", "--parcels", "1500")):
        refused(16, *command, cwd=here)
    assert lines_of(here / "mine") == ["letter.txt 7"]


def stopped(here: Path, at: str) -> str:
    """What a build says that is stopped by Ctrl-C as soon as it says that it is at this task."""
    with subprocess.Popen([LNRS, "build", "wight"], cwd=here, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith(at):
                process.send_signal(signal.SIGINT)
                break
        rest = process.stderr.read()
    assert process.returncode == 130, f"{at}: {rest}"
    assert "Traceback" not in rest
    return rest


@pytest.mark.parametrize("task", ["Writing the map", "Making tiles"])
def test_ctrl_c_leaves_the_edition_before_whole(here: Path, task: str) -> None:
    as_another_edition(here / "wight")
    before = lines_of(here / "wight-edition")
    assert "Stopped. What was there before is as it was." in stopped(here, task)
    assert_whole(here / "wight-edition", before)


def test_a_build_that_was_stopped_goes_on_and_gives_the_same_bytes_as_one_that_was_not(here: Path) -> None:
    """The other was made in another folder by another process; here nothing is left of what it kept."""
    shutil.rmtree(here / "wight" / ".cache")
    before = lines_of(here / "wight-edition")
    stopped(here, "Measuring the land")
    assert_whole(here / "wight-edition", before)
    done = executed("build", "wight", "--to", "again", "--json", cwd=here)
    assert json.loads(done.stdout)["identity"].startswith("isle-of-wight-")
    manifests = [(here / name / "manifest.json").read_bytes() for name in ("again", "wight-edition")]
    assert manifests[0] == manifests[1]
    assert lnrs("verify", "again", cwd=here).returncode == 0
    assert_says_each_once(done, ["Measuring the land", "Making tiles", "The edition is written"])


@pytest.mark.parametrize(
    ("words", "task"),
    [
        (["sketch", "mine", "--area", "46", "--parcels", "100"], "writing layers"),
        (["add", "sites.gpkg", "--as", "local_wildlife_sites", "--to", "wight"], "storing"),
        (["diff", "wight-edition", "wight-edition"], "Comparing"),
    ],
    ids=["sketch", "add", "diff"],
)
def test_ctrl_c_in_any_other_command_leaves_everything_as_it_was(
    here: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], task: str
) -> None:
    def stop_at_it(said: str, share: float) -> None:  # noqa: ARG001
        if said.startswith(task):
            raise KeyboardInterrupt

    monkeypatch.setattr(console, "line_for_each_task", lambda _console: stop_at_it)
    sites(here, FIELD)
    before = lines_of(here)
    assert "Stopped. What was there before is as it was." in refused(130, *words, cwd=here)
    assert lines_of(here) == before


# --- progress; that of a build is looked at where it goes on


def assert_says_each_once(done: Done, tasks: Sequence[str]) -> None:
    """The command went well and said what it was doing."""
    assert done.returncode == 0, done.stderr
    said = done.stderr.splitlines()
    assert all(any(line.startswith(task) for line in said) for task in tasks), said
    assert len(said) == len(set(said)), "each task is said once"


@pytest.mark.parametrize(
    ("words", "tasks"),
    [
        (["sketch", "mine", "--area", "46", "--parcels", "100"], ["fields", "writing layers"]),
        (["add", "sites.gpkg", "--as", "local_wildlife_sites", "--to", "wight"], ["reading sites.gpkg", "storing"]),
        (["diff", "wight-edition", "wight-edition"], ["Comparing the editions"]),
    ],
    ids=["sketch", "add", "diff"],
)
def test_what_may_take_long_says_what_it_does(here: Path, words: list[str], tasks: list[str]) -> None:
    sites(here, FIELD)
    assert_says_each_once(lnrs(*words, cwd=here), tasks)


def test_on_a_terminal_a_bar_shows_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # stands for a terminal
    monkeypatch.setenv("TERM", "xterm")
    done = lnrs(*add(sites(here, FIELD)), cwd=here)
    assert re.search(r"storing local_wildlife_sites.*━", done.stderr)
    assert "━" not in done.stdout


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        """A terminal is one."""
        return True


def test_what_is_said_meanwhile_stands_on_a_line_of_its_own_above_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with redirect_stdout(Terminal()) as terminal, redirect_stderr(terminal), cli.progress_bar() as progress:
        progress("fetching", 0.5)
        cli.say("stored")
    assert "\r\x1b[2Kstored\n" in terminal.getvalue(), "the bar's line is wiped before it"

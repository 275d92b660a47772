"""A folder takes its place whole or not at all, whatever happens on the way."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lnrs.edition import place
from lnrs.edition.place import clear_leftovers, taking_the_place_of
from lnrs.errors import CannotWrite


def fill(folder: Path, text: str) -> None:
    with taking_the_place_of(folder) as draft:
        (draft / "deep").mkdir()
        (draft / "deep" / "file.txt").write_text(text)


def stop_half_way(folder: Path) -> None:
    with taking_the_place_of(folder) as draft:
        (draft / "half.txt").write_text("half")
        raise KeyboardInterrupt


def test_a_new_folder_appears_with_all_that_was_written(tmp_path: Path) -> None:
    fill(tmp_path / "kept" / "edition", "first")
    assert (tmp_path / "kept" / "edition" / "deep" / "file.txt").read_text() == "first"


def test_the_old_folder_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "old.txt").write_text("old")
    fill(tmp_path / "edition", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]
    assert [path.name for path in (tmp_path / "edition").iterdir()] == ["deep"]


def test_without_an_exchange_in_one_step_the_folder_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every system can exchange two folders."""
    monkeypatch.setattr(place, "_exchange", lambda *_: False)
    fill(tmp_path / "edition", "old")
    fill(tmp_path / "edition", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]
    assert (tmp_path / "edition" / "deep" / "file.txt").read_text() == "new"


def test_a_mistake_on_the_way_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    fill(tmp_path / "edition", "old")
    with pytest.raises(KeyboardInterrupt):
        stop_half_way(tmp_path / "edition")
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]
    assert (tmp_path / "edition" / "deep" / "file.txt").read_text() == "old"


KILLED = """
import os, signal, sys
from pathlib import Path
from lnrs.edition.place import taking_the_place_of
with taking_the_place_of(Path(sys.argv[1])) as draft:
    (draft / "half.txt").write_text("half")
    print("half written", flush=True)
    signal.pause()
"""


def test_a_process_killed_on_the_way_leaves_the_old_folder_and_the_next_run_tidies_up(tmp_path: Path) -> None:
    fill(tmp_path / "edition", "old")
    with subprocess.Popen([sys.executable, "-c", KILLED, tmp_path / "edition"], stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"half written\n"
        assert len(list(tmp_path.iterdir())) == 2
        killed.send_signal(signal.SIGKILL)
    assert (tmp_path / "edition" / "deep" / "file.txt").read_text() == "old"
    fill(tmp_path / "edition", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


def test_what_a_running_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    beside = tmp_path / f".edition.writing-{os.getppid()}"
    beside.mkdir()
    clear_leftovers(tmp_path / "edition")
    assert beside.exists()


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


def test_a_folder_that_was_moved_aside_when_its_process_died_is_put_back(tmp_path: Path) -> None:
    aside = tmp_path / f".edition.aside-{dead_process()}"
    aside.mkdir()
    (aside / "old.txt").write_text("old")
    clear_leftovers(tmp_path / "edition")
    assert (tmp_path / "edition" / "old.txt").read_text() == "old"
    assert not aside.exists()


def test_neighbours_with_names_that_only_look_alike_are_left_alone(tmp_path: Path) -> None:
    names = [".edition.writing-notes", ".edition.backup-12", ".other.writing-999999"]
    for name in names:
        (tmp_path / name).mkdir()
    clear_leftovers(tmp_path / "edition")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_said_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CannotWrite, match="could not be written"):
        fill(tmp_path / "edition", "new")


def test_a_file_where_the_folder_should_be_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match="could not be written"):
        fill(tmp_path / "file" / "edition", "new")

import os

import pytest

from lnrs.errors import CannotWrite
from lnrs.strategy.atomic import whole_folder


def test_the_folder_appears_only_when_everything_is_written(tmp_path):
    place = tmp_path / "deep" / "kent"
    with whole_folder(place) as beside:
        (beside / "a.txt").write_text("a")
        assert not place.exists()
    assert os.listdir(place) == ["a.txt"]
    assert os.listdir(place.parent) == ["kent"]


def write_half(place, interruption):
    with whole_folder(place) as beside:
        (beside / "new.txt").write_text("half")
        raise interruption


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ValueError, CannotWrite([])])
def test_what_stood_there_is_left_as_it_was_when_the_writing_is_interrupted(tmp_path, interruption):
    place = tmp_path / "kent"
    place.mkdir()
    (place / "old.txt").write_text("old")
    with pytest.raises((KeyboardInterrupt, ValueError, CannotWrite)):
        write_half(place, interruption)
    assert os.listdir(tmp_path) == ["kent"]
    assert os.listdir(place) == ["old.txt"]


def test_a_folder_is_replaced_whole(tmp_path):
    place = tmp_path / "kent"
    for name in ("old.txt", "new.txt"):
        with whole_folder(place) as beside:
            (beside / name).write_text(name)
    assert os.listdir(place) == ["new.txt"]
    assert os.listdir(tmp_path) == ["kent"]


def test_leftovers_of_a_run_that_was_killed_do_not_get_in(tmp_path):
    (tmp_path / ".kent.part").mkdir()
    (tmp_path / ".kent.part" / "half.txt").write_text("half")
    with whole_folder(tmp_path / "kent") as beside:
        (beside / "a.txt").write_text("a")
    assert os.listdir(tmp_path) == ["kent"]
    assert os.listdir(tmp_path / "kent") == ["a.txt"]


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(tmp_path, monkeypatch):
    place = tmp_path / "kent"
    place.mkdir()
    (place / "old.txt").write_text("old")
    replace, calls = os.replace, []

    def refused_once(source, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refused_once)
    with pytest.raises(CannotWrite, match="No space left on device"), whole_folder(place):
        assert calls == []
    assert os.listdir(tmp_path) == ["kent"]
    assert os.listdir(place) == ["old.txt"]


def test_a_place_that_may_not_be_written_to_is_said_in_plain_words(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(CannotWrite, match="could not be written"), whole_folder(tmp_path / "file" / "kent"):
        pass

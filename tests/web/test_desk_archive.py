"""A zip is unpacked only where everything in it is as the manifest says, and never outside its folder."""

import shutil
import stat
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.edition.manifest import FILE
from lnrs.edition.verify import verify
from lnrs.errors import EditionInvalid
from lnrs_web.desk import archive
from lnrs_web.desk.archive import mismatches, opened, unpack

from ..unit.edition_case import case
from .people import zipped

Spoil = Callable[[ZipFile], None]


def spoilt(target: Path, spoil: Spoil) -> Path:
    """The case's edition with something more in its zip."""
    zipped(case().edition, target)
    with ZipFile(target, "a") as held:
        spoil(held)
    return target


def refused(file: Path, into: Path) -> str:
    """What is said of a zip that is refused; nothing is left outside `into`, and nothing in it that is not listed."""
    before = sorted(path for path in into.parent.iterdir())
    with pytest.raises(EditionInvalid) as told:
        _taken(file, into)
    assert sorted(path for path in into.parent.iterdir() if path != into) == [one for one in before if one != into]
    listed = {entry.path for entry in case().manifest.files}
    assert {path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file()} <= listed
    return str(told.value)


def _taken(file: Path, into: Path) -> None:
    with opened(file, "edition.zip") as held:
        if problems := mismatches(held, case().manifest):
            raise EditionInvalid(problems)
        list(unpack(held, case().manifest, into))


def named(name: str, content: bytes = b"x", *, mode: int = 0, packing: int = ZIP_STORED, flags: int = 0) -> Spoil:
    def put(held: ZipFile) -> None:
        info = ZipInfo("file")
        info.filename, info.external_attr, info.compress_type = name, mode << 16, packing
        held.writestr(info, content)
        held.infolist()[-1].flag_bits |= flags

    return put


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "a/../../evil", "..\\evil", "C:/evil", "a//b", "./a", "a/./b", "a\nb", "x" * 301, ".."],
)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    assert "a path that leads out of the edition" in refused(spoilt(tmp_path / "z.zip", named(name)), tmp_path / "in")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_link_or_a_device_is_refused(tmp_path: Path, kind: int) -> None:
    put = named("figures/link", b"/etc/passwd", mode=kind | 0o777)
    assert "is a link or a device" in refused(spoilt(tmp_path / "z.zip", put), tmp_path / "in")


def test_a_locked_file_and_unusual_packing_are_refused(tmp_path: Path) -> None:
    assert "locked with a password" in refused(spoilt(tmp_path / "a.zip", named("a", flags=1)), tmp_path / "in")
    assert "not usual" in refused(spoilt(tmp_path / "b.zip", named("b", packing=ZIP_BZIP2)), tmp_path / "in")


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    def put(held: ZipFile) -> None:
        named("../one")(held)
        named("/two")(held)

    assert len(refused(spoilt(tmp_path / "z.zip", put), tmp_path / "in").splitlines()) == 2


def test_a_file_that_the_manifest_does_not_list_is_refused(tmp_path: Path) -> None:
    said = refused(spoilt(tmp_path / "z.zip", named("more.txt")), tmp_path / "in")
    assert said == "more.txt: is not in the manifest. Take it out of the zip."


def test_a_file_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    file = zipped(case().edition, tmp_path / "z.zip")
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(file, "a") as held:
        held.write(case().edition / "findings.json", "findings.json")
    assert "findings.json: is in the zip twice." in refused(file, tmp_path / "in")


@pytest.mark.parametrize("content", [b"not a zip", b"", b"PK\x05\x06" + b"\x00" * 10])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "z.zip").write_bytes(content)
    assert "is not a zip file that can be read" in refused(tmp_path / "z.zip", tmp_path / "in")


def test_a_zip_without_a_manifest_is_refused(tmp_path: Path) -> None:
    listed = {entry.path for entry in case().manifest.files}
    said = refused(zipped(case().edition, tmp_path / "z.zip", only=listed), tmp_path / "in")
    assert "edition.zip: holds no manifest.json." in said


def test_a_list_of_millions_of_files_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = zipped(case().edition, tmp_path / "z.zip")
    content = bytearray(file.read_bytes())
    struct.pack_into("<L", content, content.rfind(b"PK\x05\x06") + 12, 0xFFFFFFF0)
    file.write_bytes(content)
    assert "more files than any edition has" in refused(file, tmp_path / "in")


def test_a_bomb_is_never_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gigabyte of nothing under a listed name is seen by its size; one that lies about its size, as it comes."""
    listed = {entry.path for entry in case().manifest.files} - {"findings.json"} | {FILE}
    honest, lying = tmp_path / "honest.zip", tmp_path / "lying.zip"
    for file in (honest, lying):
        zipped(case().edition, file, only=listed)
        with ZipFile(file, "a", ZIP_DEFLATED) as held, held.open("findings.json", "w", force_zip64=True) as sink:
            for _ in range(50):
                sink.write(bytes(1 << 20))
    assert "findings.json: has 52,428,800 bytes; the manifest says" in refused(honest, tmp_path / "in")
    size = next(entry.size_bytes for entry in case().manifest.files if entry.path == "findings.json")
    content = lying.read_bytes()
    where = content.rfind(b"findings.json") - 46
    lying.write_bytes(content[: where + 24] + struct.pack("<L", size) + content[where + 28 :])
    said = refused(lying, tmp_path / "in")
    assert "findings.json: " in said
    assert not (tmp_path / "in" / "findings.json").exists()
    assert sum(file.stat().st_size for file in (tmp_path / "in").rglob("*")) < 50 << 20
    monkeypatch.setattr(archive, "MANIFEST_MOST_BYTES", 10)
    with opened(honest, "z") as held, pytest.raises(EditionInvalid, match="is larger than"):
        held.manifest_bytes()


def test_a_file_of_the_right_size_that_was_changed_is_refused_and_not_left(tmp_path: Path) -> None:
    edition = shutil.copytree(case().edition, tmp_path / "edition")
    changed = edition / "figures" / "summary.csv"
    changed.write_bytes(changed.read_bytes().replace(b"1", b"2", 1))
    said = refused(zipped(edition, tmp_path / "z.zip"), tmp_path / "in")
    assert said.startswith("figures/summary.csv: was changed")
    assert not (tmp_path / "in" / "figures" / "summary.csv").exists()


@pytest.mark.parametrize("within", ["", "my edition/"])
def test_what_is_unpacked_is_the_edition(tmp_path: Path, within: str) -> None:
    def left_by_a_computer(held: ZipFile) -> None:
        held.writestr("__MACOSX/._manifest.json", b"x")
        held.writestr(f"{within}.DS_Store", b"x")

    file = zipped(case().edition, tmp_path / "z.zip", within=within)
    with ZipFile(file, "a") as held:
        left_by_a_computer(held)
    into = tmp_path / "in"
    with opened(file, "z") as held:
        assert mismatches(held, case().manifest) == []
        assert [entry.path for entry in unpack(held, case().manifest, into)] == [
            entry.path for entry in case().manifest.files
        ]
        into.joinpath(FILE).write_bytes(held.manifest_bytes())
    assert verify(into) == case().manifest


def test_what_is_there_and_right_is_left(tmp_path: Path) -> None:
    file, into = zipped(case().edition, tmp_path / "z.zip"), tmp_path / "in"
    for _ in range(2):
        with opened(file, "z") as held:
            list(unpack(held, case().manifest, into))
        times = {path: path.stat().st_mtime_ns for path in into.rglob("*") if path.is_file()}
        if _ == 0:
            first = times
    assert times == first


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_path_that_is_let_through_leads_out(path: str) -> None:
    if not archive._is_astray(path):
        root = Path("/root/of/edition")
        assert (root / path).resolve().is_relative_to(root)
        assert (root / path).resolve() != root

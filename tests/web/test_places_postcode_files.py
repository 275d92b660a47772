"""Public tables of postcodes are taken in whole, once, or not at all. Files are made up in their makers' formats."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from lnrs.errors import LayerRefused, NotFound
from lnrs_web.places import actions
from lnrs_web.places import postcode as postcodes
from lnrs_web.places.formats import CODE_POINT_OPEN, ONSPD, Row, Wrong, parts_of, rows_of
from lnrs_web.places.models import Postcode, PostcodeRelease

Lines = Sequence[Sequence[str]]

CT = [
    ["CT1 2AB", "10", "615000", "157900", "E92000001", "E19000001", "E18000001", "E10000016", "E07000106", "E05000001"],
    ["CT1 2AD", "10", "615100", "157950", "E92000001", "", "", "E10000016", "E07000106", "E05000001"],
    ["CT1 2AE", "90", "0", "0", "E92000001", "", "", "", "", ""],
]
ME = [["ME131AA", "20", "601500", "161200", "E92000001", "", "", "", "", ""]]
HEADING = ["pcd", "pcd2", "pcds", "dointr", "doterm", "usertype", "oseast1m", "osnrth1m", "osgrdind", "ctry"]
ONS = [
    HEADING,
    ["CT1 2AB", "CT1  2AB", "CT1 2AB", "198001", "", "0", "615000", "0157900", "1", "E92000001"],
    ["CT1 9ZZ", "CT1  9ZZ", "CT1 9ZZ", "198001", "201506", "0", "615200", "0158000", "8", "E92000001"],
    ["BT1 1AA", "BT1  1AA", "BT1 1AA", "198001", "", "0", "333874", "0374182", "1", "N92000002"],
    ["JE2 3AB", "JE2  3AB", "JE2 3AB", "198001", "", "0", "", "", "9", "L93000001"],
]


def text_of(lines: Lines) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue()


def code_point_zip(path: Path, areas: dict[str, Lines]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO\nPostcode,Quality,Eastings,Northings\n")
        archive.writestr("Doc/metadata.txt", "ORDNANCE SURVEY\n")
        for area, lines in areas.items():
            archive.writestr(f"Data/CSV/{area}.csv", text_of(lines))
    return path


def ons_zip(path: Path, lines: Lines = ONS) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Data/ONSPD_AUG_2026_UK.csv", "\ufeff" + text_of(lines))
        archive.writestr("Data/multi_csv/ONSPD_AUG_2026_UK_CT.csv", text_of(lines[:2]))
        archive.writestr("Documents/names and codes.csv", "code,name\nE07000106,Canterbury\n")
    return path


def in_use() -> dict[str, tuple[int, int, str]]:
    rows = Postcode.objects.filter(release__in_use=True)
    return {one.postcode: (one.easting_m, one.northing_m, one.ended) for one in rows}


@pytest.mark.django_db
def test_code_point_open_is_taken_in_from_its_zip(tmp_path: Path) -> None:
    release = actions.import_postcodes(code_point_zip(tmp_path / "codepo_gb.zip", {"ct": CT, "me": ME}), by="a test")
    assert (release.source, release.version, release.in_use) == (CODE_POINT_OPEN, "codepo_gb.zip", True)
    assert in_use() == {
        "CT1 2AB": (615_000, 157_900, ""),
        "CT1 2AD": (615_100, 157_950, ""),
        "ME13 1AA": (601_500, 161_200, ""),
    }, "one without a position is left out"


@pytest.mark.django_db
def test_a_folder_and_a_single_file_do_as_well_as_a_zip(tmp_path: Path) -> None:
    (tmp_path / "Data" / "CSV").mkdir(parents=True)
    (tmp_path / "Data" / "CSV" / "ct.csv").write_text(text_of(CT))
    (tmp_path / "Data" / "CSV" / "me.csv").write_text(text_of(ME))
    actions.import_postcodes(tmp_path, by="a test")
    assert len(in_use()) == 3
    actions.import_postcodes(tmp_path / "Data" / "CSV" / "me.csv", by="a test")
    assert list(in_use()) == ["ME13 1AA"]


@pytest.mark.django_db
def test_the_ons_postcode_directory_is_taken_in_once_with_those_that_have_ended(tmp_path: Path) -> None:
    release = actions.import_postcodes(ons_zip(tmp_path / "ons.zip"), by="a test", version="August 2026")
    assert (release.source, release.version) == (ONSPD, "August 2026")
    assert in_use() == {"CT1 2AB": (615_000, 157_900, ""), "CT1 9ZZ": (615_200, 158_000, "2015-06")}, (
        "Belfast is on another grid, and Jersey on none"
    )


@pytest.mark.django_db
def test_the_names_that_later_releases_give_their_columns_are_known(tmp_path: Path) -> None:
    later = [["PCDS", "DOTERM", "EAST1M", "NORTH1M"], ["CT1 2AB", "", "615000", "157900"]]
    (tmp_path / "later.csv").write_text(text_of(later))
    actions.import_postcodes(tmp_path / "later.csv", by="a test")
    assert in_use() == {"CT1 2AB": (615_000, 157_900, "")}


@pytest.mark.django_db
def test_the_same_table_again_changes_nothing_and_another_takes_its_place(tmp_path: Path) -> None:
    first = actions.import_postcodes(code_point_zip(tmp_path / "one.zip", {"ct": CT}), by="a test")
    assert actions.import_postcodes(tmp_path / "one.zip", by="another") == first
    second = actions.import_postcodes(code_point_zip(tmp_path / "two.zip", {"me": ME}), by="a test")
    assert list(PostcodeRelease.objects.all()) == [second]
    assert list(in_use()) == ["ME13 1AA"]


@pytest.mark.django_db
def test_every_bad_row_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    actions.import_postcodes(code_point_zip(tmp_path / "good.zip", {"me": ME}), by="a test")
    bad = [CT[0], ["CT1", "10", "1", "1"], ["CT1 2AF", "10", "x", "157900"], ["CT1 2AG", "10", "900000", "1"], ["CT1"]]
    with pytest.raises(LayerRefused) as refused:
        actions.import_postcodes(code_point_zip(tmp_path / "bad.zip", {"ct": bad}), by="a test")
    told = str(refused.value).splitlines()
    assert len(told) == 4
    assert "ct.csv:2: 'CT1' is not written as a postcode." in told[0]
    assert "'x' is not a number of metres" in told[1]
    assert "lies at 900000, 1, outside the National Grid" in told[2]
    assert "fewer than the four columns" in told[3]
    assert list(in_use()) == ["ME13 1AA"]


@pytest.mark.django_db
def test_many_bad_rows_are_counted(tmp_path: Path) -> None:
    bad = [CT[0], *([f"no {number}", "10", "1", "1"] for number in range(50))]
    with pytest.raises(LayerRefused) as refused:
        actions.import_postcodes(code_point_zip(tmp_path / "bad.zip", {"ct": bad}), by="a test")
    assert len(refused.value.problems) == actions.TOLD + 1
    assert "30 more rows are wrong" in str(refused.value)


@pytest.mark.django_db
def test_a_postcode_that_is_there_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(LayerRefused, match="CT12AB is there more than once"):
        actions.import_postcodes(code_point_zip(tmp_path / "twice.zip", {"ct": [CT[0], CT[1], CT[0]]}), by="a test")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"name,kind\nWye,village\n", "holds no table of postcodes"),
        (b"\xff\xfe\x00\x01", "holds no table of postcodes"),
        (b"", "holds no table of postcodes"),
        (text_of([CT[2]]).encode(), "has a place for no postcode"),
        (text_of([CT[0]]).encode() + b"\xff\xff,1,1,1\n", "cannot be read"),
        (text_of([HEADING, ["CT1 2AB"]]).encode(), "has 1 columns, where the heading has 10"),
        (text_of([*ONS[:1], [*ONS[1][:4], "2015", *ONS[1][5:]]]).encode(), "is not a year and month"),
    ],
)
@pytest.mark.django_db
def test_what_is_no_table_of_postcodes_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "file.csv").write_bytes(content)
    with pytest.raises(LayerRefused, match=why):
        actions.import_postcodes(tmp_path / "file.csv", by="a test")
    assert not PostcodeRelease.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="is not there"):
        actions.import_postcodes(tmp_path / "none.zip", by="a test")


@pytest.mark.django_db
def test_a_failure_leaves_what_was_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.import_postcodes(code_point_zip(tmp_path / "one.zip", {"me": ME}), by="a test")
    monkeypatch.setattr(actions, "BATCH", 1)
    broken_after(monkeypatch, 2, OSError("the disk is full"))
    with pytest.raises(OSError, match="the disk is full"):
        actions.import_postcodes(code_point_zip(tmp_path / "two.zip", {"ct": CT}), by="a test")
    assert list(in_use()) == ["ME13 1AA"]
    assert PostcodeRelease.objects.count() == 1


@pytest.mark.django_db
def test_what_was_cut_off_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = code_point_zip(tmp_path / "two.zip", {"ct": CT, "me": ME})
    monkeypatch.setattr(actions, "BATCH", 1)
    with monkeypatch.context() as cut:
        broken_after(cut, 2, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            actions.import_postcodes(file, by="a test")
    assert in_use() == {}
    assert Postcode.objects.count() == 1
    kept = Postcode.objects.get().pk
    actions.import_postcodes(file, by="a test")
    assert len(in_use()) == 3
    assert Postcode.objects.filter(pk=kept, release__in_use=True).exists()


def broken_after(monkeypatch: pytest.MonkeyPatch, calls: int, error: BaseException) -> None:
    """Let writing fail as it comes to its rows for this many times."""
    write, said = actions._insert, []

    def failing(release: PostcodeRelease, rows: list[Row]) -> None:
        said.append(rows)
        if len(said) == calls:
            raise error
        write(release, rows)

    monkeypatch.setattr(actions, "_insert", failing)


@pytest.mark.django_db
def test_the_command_says_what_is_in_use_or_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code_point_zip(tmp_path / "one.zip", {"ct": CT})
    call_command("import_postcodes", str(tmp_path / "one.zip"), release="May 2026")
    assert capsys.readouterr().out == "2 postcodes of OS Code-Point Open, May 2026, are in use.\n"
    with pytest.raises(SystemExit) as stopped:
        call_command("import_postcodes", str(tmp_path / "none"))
    assert stopped.value.code == 12
    assert "is not there" in capsys.readouterr().err


@given(
    st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", fullmatch=True),
    st.lists(st.sampled_from(["", " ", "  ", "\t"]), min_size=8, max_size=8),
    st.booleans(),
)
def test_a_postcode_is_the_same_whatever_its_spaces_and_capitals(name: str, spaces: list[str], small: bool) -> None:
    typed = "".join(space + letter for space, letter in zip(spaces, name, strict=False)) + spaces[-1]
    found = postcodes.canonical(typed.lower() if small else typed)
    assert found.replace(" ", "") == name
    assert found[-4] == " "


@given(st.text(max_size=12))
def test_what_is_no_postcode_is_none(text: str) -> None:
    found = postcodes.canonical(text)
    assert not found or postcodes.canonical(found) == found


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=6))
def test_no_row_stops_the_reading(tmp_path_factory: pytest.TempPathFactory, lines: Lines) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_text(text_of([CT[0], *lines]), encoding="utf-8", errors="replace", newline="")
    for part in parts_of(file):
        assert all(isinstance(row, Row | Wrong) for row in rows_of(part))

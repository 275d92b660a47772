"""An England edition is taken in whole or not at all, once, and unchanged; one can go back to the one before."""

import json
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from lnrs.errors import CannotWrite, EditionInvalid, NotFound
from lnrs.network import sealing
from lnrs.network.sealing import England
from lnrs_web.audit.models import Event
from lnrs_web.england import actions, reading
from lnrs_web.england.models import EnglandArea, EnglandEdition, Extent, HabitatFigure
from lnrs_web.england.queries import current

from ..unit.england_case import EXTENTS, HABITATS, KENT, SURREY, case, england
from .england import BY, publish_england

pytestmark = pytest.mark.django_db
ROWS = (EnglandEdition, EnglandArea, Extent, HabitatFigure)


def counts() -> list[int]:
    return [kind._default_manager.count() for kind in ROWS]


def test_every_row_of_the_edition_is_there() -> None:
    edition = actions.import_england(case(), by=BY)
    assert edition.identity.startswith("england-invented-2026-10-01-")
    assert (edition.as_of.isoformat(), edition.invented, edition.stage) == ("2026-10-01", True, "imported")
    assert counts() == [1, 48, len(EXTENTS.splitlines()) - 1, len(HABITATS.splitlines()) - 1]
    areas = {one.lnrs_id: one for one in edition.areas.all()}
    assert [areas[one].status for one in (KENT, SURREY, 1)] == ["published", "draft", "none"]
    assert (areas[KENT].measures, areas[SURREY].measures, areas[1].measures) == (2, 1, 0)
    assert areas[KENT].source_as_of is not None
    assert areas[1].source_identity == ""


def test_its_files_are_kept_byte_for_byte_under_its_own_name() -> None:
    kept = actions.folder_of(actions.import_england(case(), by=BY))
    for file in (path for path in case().rglob("*") if path.is_file()):
        assert (kept / file.relative_to(case())).read_bytes() == file.read_bytes()
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_the_same_edition_again_changes_nothing() -> None:
    first = publish_england()
    before, acts = counts(), Event.objects.count()
    assert actions.import_england(case(), by=BY) == first
    assert (counts(), Event.objects.count()) == (before, acts)


@pytest.mark.parametrize("file", ["figures/extents.csv", "data/measures/lnrs_id=40/square=TR15/part.parquet"])
def test_an_edition_with_one_byte_changed_is_refused_and_nothing_is_written(tmp_path: Path, file: str) -> None:
    spoilt = Path(shutil.copytree(case(), tmp_path / "spoilt"))
    content = (spoilt / file).read_bytes()
    (spoilt / file).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(EditionInvalid, match="was changed"):
        actions.import_england(spoilt, by=BY)
    assert counts() == [0, 0, 0, 0]
    assert not (tmp_path / "england").exists()


def sealed_again(folder: Path, **changed: object) -> Path:
    """The edition with something else in its record, sealed as if it had been made so."""
    said = json.loads((folder / sealing.FILE).read_text()) | changed
    (folder / sealing.FILE).write_bytes(sealing.to_bytes(sealing.sealed(England(**said))))
    return folder


@pytest.mark.parametrize("day", ["../../../etc", "soon"])
def test_a_date_that_is_none_is_refused_and_names_no_folder(tmp_path: Path, day: str) -> None:
    with pytest.raises(EditionInvalid, match="is no date"):
        actions.import_england(sealed_again(england(tmp_path / "made"), date=day), by=BY)
    assert counts() == [0, 0, 0, 0]


def test_an_edition_without_figures_is_refused(tmp_path: Path) -> None:
    folder = england(tmp_path / "made")
    (folder / "figures" / "habitats.csv").unlink()
    files = [
        one for one in json.loads((folder / sealing.FILE).read_text())["files"] if "habitats.csv" not in one["path"]
    ]
    with pytest.raises(EditionInvalid, match=r"figures/habitats\.csv"):
        actions.import_england(sealed_again(folder, files=files), by=BY)


def test_a_folder_with_no_edition_in_it_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"england\.json"):
        actions.import_england(tmp_path, by=BY)


def test_an_import_that_breaks_off_leaves_no_row_and_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks_off(*_: object) -> None:
        raise OSError("the plug was pulled")

    whole = reading.habitats
    monkeypatch.setattr(reading, "habitats", breaks_off)
    with pytest.raises(OSError, match="plug"):
        actions.import_england(case(), by=BY)
    assert counts() == [0, 0, 0, 0]
    monkeypatch.setattr(reading, "habitats", whole)
    assert actions.folder_of(actions.import_england(case(), by=BY)).is_dir()


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(CannotWrite, match="No space left"):
        actions.import_england(case(), by=BY)


def test_the_command_takes_it_in_publishes_it_and_goes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = england(tmp_path / "later", date="2027-01-01")
    call_command("import_england", str(case()), "--publish")
    call_command("import_england", str(later))
    assert current() == EnglandEdition.objects.get(as_of="2026-10-01"), "what is only taken in shows nowhere"
    call_command("import_england", str(later), "--publish")
    assert current() == EnglandEdition.objects.get(as_of="2027-01-01")
    call_command("import_england", str(case()), "--publish")
    assert [one.stage for one in EnglandEdition.objects.order_by("as_of")] == ["published", "superseded"]
    assert "is published." in capsys.readouterr().out
    acts = list(Event.objects.values_list("what", flat=True))
    assert acts.count("import England edition") == 2
    assert acts.count("publish England edition") == 3
    assert acts.count("supersede England edition") == 2


def test_what_is_wrong_is_told_with_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("import_england", str(tmp_path))
    assert stopped.value.code == NotFound.exit_code
    assert "no England edition here" in capsys.readouterr().err


def test_one_that_is_published_cannot_be_published_again() -> None:
    with pytest.raises(NotFound, match="published already"):
        actions.publish(publish_england(), by=BY)


def test_a_file_of_an_edition_that_is_not_published_is_not_there(client: Client) -> None:
    edition = actions.import_england(case(), by=BY)
    assert client.get(f"/england/editions/{edition.identity}/england.json").status_code == 404

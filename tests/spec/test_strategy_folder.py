"""What a strategy folder may say, and what is read from it."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from lnrs import strategy
from lnrs.errors import StrategyProblems
from lnrs.model import Mapping, Procedure
from lnrs.strategy.folder import TABLES
from lnrs.strategy.tables import read_table, write_table


@pytest.fixture
def folder(tmp_path) -> Path:
    return strategy.new("kent", tmp_path / "kent", date(2026, 10, 1))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Put `new` where `old` stands first, as a person with a text editor would."""
    text = (folder / file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def add_row(folder: Path, table: str, row: str) -> None:
    with (folder / table).open("a", encoding="utf-8", newline="") as file:
        file.write(row + "\r\n")


def wider(ref: str, priorities: str) -> str:
    return f"{ref},Give advice.,Visit each year.,manage,no,{priorities},,,,,,It would help everywhere.,"


class TestNumbering:
    """Numbering is stable and may have gaps."""

    def test_numbers_may_be_left_out_and_need_not_be_in_order(self, folder):
        add_row(folder, "priorities.csv", "GL9,GL,habitat,More downland.,Little is left.,,,")
        add_row(folder, "priorities.csv", "GL4,GL,habitat,More pasture.,Little is left.,,,")
        add_row(folder, "measures.csv", wider("GL9.12", "GL9"))
        add_row(folder, "measures.csv", wider("GL4.3", "GL4; GL1"))
        found = strategy.read(folder)
        assert [one.ref for one in found.priorities] == ["GL1", "GL9", "GL4"]
        assert [one.ref for one in found.measures] == ["GL1.1", "GL1.2", "GL9.12", "GL4.3"]

    def test_a_wider_measure_is_numbered_among_the_mapped(self, folder):
        found = strategy.read(folder)
        assert [(one.ref, one.mapped, one.ref in found.rules) for one in found.measures] == [
            ("GL1.1", True, True),
            ("GL1.2", False, False),
        ]

    def test_a_measure_may_serve_priorities_of_other_themes_after_its_own(self, folder):
        theme = '\n[[theme]]\nprefix = "FW"\nname = "Rivers"\naim = "Clean."\ncolour = "#1f78b4"\n'
        with (folder / "strategy.toml").open("a") as settings:
            settings.write(theme)
        add_row(folder, "priorities.csv", "FW1,FW,species,Otters on every stream.,Few are left.,,,")
        change(folder, "measures.csv", "no,GL1,", "no,GL1; FW1,")
        assert strategy.read(folder).measures[1].priorities == ("GL1", "FW1")

    def test_a_priority_without_a_measure_says_why(self, folder):
        add_row(folder, "priorities.csv", "GL2,GL,habitat,More downland.,Little is left.,,,Work goes on elsewhere.")
        assert strategy.read(folder).priorities[1].no_measure_because == "Work goes on elsewhere."


class TestSettings:
    def test_what_may_be_left_out_takes_the_value_that_the_manual_gives(self, folder):
        text = (folder / "strategy.toml").read_text(encoding="utf-8")
        start, end = text.index("[mapping]"), text.index("# The themes")
        (folder / "strategy.toml").write_text(text[:start] + text[end:], encoding="utf-8")
        found = strategy.read(folder)
        assert found.mapping == Mapping("land_parcels", 250, 100.0)
        assert found.procedure == Procedure()
        assert found.record.contact.email == ""

    def test_the_dates_of_the_procedure_are_read_as_dates(self, folder):
        change(folder, "strategy.toml", "# consultation_opened", "consultation_opened")
        change(folder, "strategy.toml", "# consultation_closed", 'consultation_closed = "2026-07-02" #')
        assert strategy.read(folder).procedure == Procedure(
            consultation_opened=date(2026, 5, 1), consultation_closed=date(2026, 7, 2)
        )

    def test_a_consultation_may_open_and_close_on_one_day(self, folder):
        change(folder, "strategy.toml", "# consultation_opened", "consultation_opened")
        change(folder, "strategy.toml", "# consultation_closed = 2026-07-01", "consultation_closed = 2026-05-01")
        assert strategy.read(folder).procedure.consultation_closed == date(2026, 5, 1)

    def test_a_contact_is_read(self, folder):
        text = (folder / "strategy.toml").read_text(encoding="utf-8")
        for key in ("[strategy.contact]", "name", "email", "url"):
            text = text.replace(f"# {key}", key)
        (folder / "strategy.toml").write_text(text, encoding="utf-8")
        contact = strategy.read(folder).record.contact
        assert (contact.name, contact.email) == ("Kent County Council", "nature@example.org")
        assert contact.url == "https://www.example.org/nature-recovery"

    def test_settings_saved_by_a_windows_editor_read_alike(self, folder):
        before = strategy.read(folder)
        text = (folder / "strategy.toml").read_text(encoding="utf-8")
        (folder / "strategy.toml").write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
        assert strategy.read(folder) == before

    @pytest.mark.parametrize("prefix", ["G", "WTH", "GRASSY"])
    def test_a_prefix_is_one_to_six_letters(self, folder, prefix):
        for file in ("strategy.toml", "priorities.csv", "measures.csv", "species.csv", "metric_habitats.csv"):
            text = (folder / file).read_bytes().replace(b"GL1", f"{prefix}1".encode())
            text = text.replace(b",GL,", f",{prefix},".encode()).replace(b'"GL"', f'"{prefix}"'.encode())
            (folder / file).write_bytes(text)
        (folder / "rules" / "GL1.1.toml").rename(folder / "rules" / f"{prefix}1.1.toml")
        assert list(strategy.read(folder).rules) == [f"{prefix}1.1"]


class TestSpreadsheets:
    """Tables open and save cleanly in a spreadsheet."""

    def test_tables_saved_by_a_spreadsheet_of_any_country_read_alike(self, folder):
        before = strategy.read(folder)
        for table in TABLES:
            path = folder / f"{table}.csv"
            text = path.read_text(encoding="utf-8-sig")
            path.write_text(with_semicolons(text), encoding="utf-8")
        assert strategy.read(folder) == before

    def test_tables_written_again_are_the_same_to_the_byte(self, folder):
        for table, kind in TABLES.items():
            path = folder / f"{table}.csv"
            before = path.read_bytes()
            write_table(path, kind, read_table(path, kind)[0].records)
            assert path.read_bytes() == before

    def test_a_cell_of_several_lines_with_quotation_marks_and_accents_comes_through(self, folder):
        words = 'Say "meadow",\nsay "prairie" – or "pré fleuri".'
        quoted = words.replace('"', '""')
        change(folder, "measures.csv", "Example: sow meadow beside meadow.", f'"{quoted}"')
        assert strategy.read(folder).measures[0].measure == words


def with_semicolons(text: str) -> str:
    """The table as a spreadsheet set to German or French saves it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(csv.reader(io.StringIO(text, newline="")))
    return out.getvalue()


def test_the_folder_is_not_changed_by_reading_it(folder):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    strategy.read(folder)
    (folder / "species.csv").unlink()
    with pytest.raises(StrategyProblems):
        strategy.read(folder)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert after == {path: raw for path, raw in before.items() if path.name != "species.csv"}


def test_a_strategy_cannot_be_changed_once_it_is_read(folder):
    found = strategy.read(folder)
    with pytest.raises(AttributeError):
        found.record = None
    with pytest.raises(AttributeError):
        found.measures[0].mapped = False


def test_rules_and_chapters_come_in_a_fixed_order(folder):
    rule = (folder / "rules" / "GL1.1.toml").read_text()
    row = "GL1.{n},Sow.,Sow it.,create,yes,GL1,,,,,,,"
    for number in (10, 9):
        (folder / "rules" / f"GL1.{number}.toml").write_text(rule)
        add_row(folder, "measures.csv", row.format(n=number))
    found = strategy.read(folder)
    assert list(found.rules) == sorted(found.rules)
    assert list(found.prose) == ["summary", "area", "opportunities", "method", "using"]

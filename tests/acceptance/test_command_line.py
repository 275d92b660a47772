"""The command line, tried with wrong input as a person gives it, on the tutorial's sketch and edition."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from lnrs import cli

from ..metric_case import MEADOW_FARM, write_workbook
from .commands import lnrs, refused, rewrite

pytestmark = pytest.mark.xdist_group("tutorial")

EXIT_CODES_PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "exit-codes.md"


def table_rows(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8-sig").splitlines()


# --- a strategy folder that says what cannot be


def test_an_unknown_measure_is_named_with_its_line(here: Path) -> None:
    species = here / "wight" / "species.csv"
    with species.open("a", encoding="utf-8") as table:
        table.write("SP99,Example moth,Exemplum exempli,moths,It is rare.,its own measures,GL9.99\r\n")
    line = len(table_rows(species))
    said = refused(10, "build", "wight", "--to", "other", cwd=here)
    assert f"species.csv:{line}: measures: GL9.99 is not in measures.csv." in said
    assert not (here / "other").exists()


def test_two_priorities_with_one_number_are_both_named(here: Path) -> None:
    priorities = here / "wight" / "priorities.csv"
    second = table_rows(priorities)[1]
    with priorities.open("a", encoding="utf-8") as table:
        table.write(f"{second}\r\n")
    ref = second.split(",")[0]
    said = refused(10, "check", "wight", cwd=here)
    assert f"priorities.csv:{len(table_rows(priorities))}: {ref} is given twice: line 2 has it too." in said


def test_every_mistake_is_listed_at_once(here: Path) -> None:
    rewrite(here / "wight" / "strategy.toml", 'status = "consultation draft"', 'status = "nearly done"')
    rewrite(here / "wight" / "rules" / "GL1.1.toml", "habitat = [", "habitats = [")
    (here / "wight" / "prose" / "area.md").unlink()
    said = refused(10, "check", "wight", cwd=here)
    assert {"strategy.toml", "rules/GL1.1.toml", "prose/area.md"} <= set(re.findall(r"\* ([\w./]+):", said))


# --- arguments


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["new", "Kent"], "Missing argument 'FOLDER'"),
        (["add", "sites.gpkg"], "Missing option '--as'"),
        (["add", "sites.gpkg", "--as", "soils", "--set", "soil"], "'soil' should be NAME=VALUE"),
        (["build", "wight", "--fast"], "No such option"),
        (["sketch", "small", "--parcels", "many"], "'many' is not a valid integer"),
        (["new", "Kent", "mine", "--as-of", "1 October"], "'1 October' does not match the format"),
        (["explain", "wight-edition"], "Give --at PLACE or --measure REF"),
        (["explain", "wight-edition", "--at", "TR 01 41", "--measure", "GL1.1"], "one of the two"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else None,
)
def test_wrong_arguments_are_said_and_leave_with_two(home: Path, words: list[str], says: str) -> None:
    assert says in refused(2, *words, cwd=home)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["new", "Knet and Medway", "mine"], "Is it Kent and Medway (40)?"),
        (["new", "49", "mine"], "Give its number, 1 to 48"),
        (["sketch", "mine", "--area", "Atlantis"], "there is no such strategy area"),
        (
            ["add", "x.gpkg", "--as", "local_wildlife_site", "--to", "wight"],
            "Layers are named like local_wildlife_sites",
        ),
        (["explain", "wight-edition", "--measure", "GL99.1"], "is not a potential measure of this edition"),
        (["explain", "wight-edition", "--at", "Canterbury"], "Give a grid reference such as"),
        (
            ["explain", "wight-edition", "--at", "1,2,3"],
            "it should be two numbers, an easting and a northing in metres",
        ),
        (["explain", "wight-edition", "--at", "north,south"], "it should be two numbers"),
        (["explain", "wight-edition", "--at", "TQ 300 800"], "lies outside Isle of Wight"),
        (["verify", "wight"], "there is no edition here"),
        (["diff", "wight-edition", "wight"], "there is no edition here"),
        (["import", "nowhere", "mine"], "there is no such file or folder"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else None,
)
def test_what_is_not_there_is_said_with_what_may_be_meant(home: Path, words: list[str], says: str) -> None:
    assert says in refused(12, *words, cwd=home)
    assert not (home / "mine").exists()


# --- verify


def changed_by_one_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_an_edition_verifies_until_one_byte_of_any_file_is_changed(here: Path) -> None:
    edition = here / "wight-edition"
    assert "every one as the manifest says" in lnrs("verify", edition, cwd=here).stdout
    for file in sorted(path for path in edition.rglob("*") if path.is_file()):
        before = file.read_bytes()
        changed_by_one_byte(file)
        said = refused(14, "verify", edition, cwd=here)
        assert f"  * {file.relative_to(edition)}: " in said
        file.write_bytes(before)
    assert lnrs("verify", edition, cwd=here).returncode == 0


# --- exit codes


def with_one_byte_changed(home: Path) -> Sequence[str]:
    changed_by_one_byte(home / "wight-edition" / "findings.json")
    return "verify", "wight-edition"


def without_its_area(home: Path) -> Sequence[str]:
    for ending in ("gpkg", "toml"):
        (home / "wight" / "layers" / f"strategy_area.{ending}").unlink()
    return "build", "wight"


def before_the_regulations(home: Path) -> Sequence[str]:
    settings = home / "wight" / "strategy.toml"
    for key in ("preparation_published", "pre_consultation_given", "consultation_opened", "consultation_closed"):
        settings.write_text(re.sub(rf"(?m)^{key} = \S+", f"{key} = 2019-05-01", settings.read_text()))
    settings.write_text(
        re.sub(r"(?m)^consultation_closed = .*", r"\g<0>\nfinal_given = 2019-06-01", settings.read_text())
    )
    settings.write_text(re.sub(r"(?m)^as_of = .*", "as_of = 2019-07-01", settings.read_text()))
    return "build", "wight"


def without_a_title(home: Path) -> Sequence[str]:
    rewrite(home / "wight" / "strategy.toml", "title = ", "titel = ")
    return "check", "wight"


def an_empty_file(home: Path) -> Sequence[str]:
    (home / "empty.csv").touch()
    return "add", "empty.csv", "--as", "soils", "--to", "wight"


def a_network_of_nothing(home: Path) -> Sequence[str]:
    (home / "empty-network").mkdir()
    (home / "empty-network" / "network.toml").write_text('name = "England"\n', encoding="utf-8")
    return "network", "crosswalk", "empty-network"


def a_development_of_nothing(home: Path) -> Sequence[str]:
    (home / "nothing.toml").write_text('name = "Mill Lane"\n', encoding="utf-8")
    return "nutrients", "nothing.toml"


def a_metric_of_a_wood_that_is_none(home: Path) -> Sequence[str]:
    wood = {**MEADOW_FARM["A-2"][0], "habitat": "Fairy wood"}
    write_workbook(home / "fairies.xlsx", {**MEADOW_FARM, "A-2": [wood]})
    return "metric", "fairies.xlsx"


def a_metric_of_nothing(home: Path) -> Sequence[str]:
    (home / "nothing.xlsx").touch()
    return "metric", "nothing.xlsx"


def a_table_of_one_year(home: Path) -> Sequence[str]:
    (home / "birds.csv").write_text("species,year,index\nwren,2000,1\n", encoding="utf-8")
    return "index", "birds.csv"


def a_candidate_without_evidence(home: Path) -> Sequence[str]:
    square = '"POLYGON ((600000 150000, 600100 150000, 600100 150100, 600000 150100, 600000 150000))"'
    (home / "candidates.csv").write_text(f"ref,purpose,wkt\nA,yes,{square}\n", encoding="utf-8")
    (home / "kent.csv").write_text(f"name,wkt\nKent,{square}\n", encoding="utf-8")
    return "thirty", "candidates.csv", "--land", "kent.csv"


OF_NO_COMMAND_HERE = {18, 27}
"""Of `lnrs-web check_audit` and `restore`, which tests/web/test_audit_chain.py and test_backup.py meet."""

MISTAKES: dict[int, Callable[[Path], Sequence[str]]] = {
    10: without_a_title,
    11: an_empty_file,
    12: lambda _: ("verify", "nowhere"),
    13: lambda _: ("fetch", "soils", "--to", "wight"),
    14: with_one_byte_changed,
    15: without_its_area,
    16: lambda _: ("new", "Kent", "wight"),
    17: before_the_regulations,
    19: a_network_of_nothing,
    20: a_metric_of_a_wood_that_is_none,
    21: a_development_of_nothing,
    22: a_metric_of_nothing,
    25: a_table_of_one_year,
    26: a_candidate_without_evidence,
}
"""For every exit code a mistake that leads to it, made in a folder with a sketch and its edition."""


def documented() -> dict[int, str]:
    """The codes of the reference page, with what each says."""
    rows = re.findall(r"^\| (\d+) \| (.*?) \|", EXIT_CODES_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {int(code): says for code, says in rows}


def test_the_page_the_help_and_these_mistakes_name_the_same_exit_codes(home: Path) -> None:
    said = lnrs("--help", cwd=home).stdout
    in_help = {int(code) for code in re.findall(r"(\d+) [a-z]", said.split("Exit codes:")[1].split("Options:")[0])}
    assert set(documented()) == set(MISTAKES) | OF_NO_COMMAND_HERE
    assert in_help == {0, 2, 130} | set(MISTAKES)


@pytest.mark.parametrize("code", MISTAKES)
def test_a_mistake_leaves_with_the_exit_code_of_the_page(here: Path, code: int) -> None:
    words = MISTAKES[code](here)
    said = refused(code, *words, cwd=here)
    assert f"{documented()[code]}:" in said
    assert re.search(r"^  \* \S", said, re.MULTILINE), "at least one problem is listed"


# --- help


@pytest.mark.parametrize("command", [None, *sorted(cli.lnrs.commands)])
def test_help_explains_the_command_and_every_option(home: Path, command: str | None) -> None:
    words = [command] if command else []
    done = lnrs(*words, "--help", cwd=home)
    assert done.returncode == 0
    explained, _, options = done.stdout.partition("Options:")
    assert len(explained.split("\n\n", 1)[1].split()) >= 5, "a sentence about what it does"
    for option in cli.lnrs.commands[command].params if command else ():
        if option.param_type_name == "option":
            assert getattr(option, "help", None), f"{option.name} is not explained"
            assert option.opts[0] in options

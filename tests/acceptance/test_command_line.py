"""The command line, tried with wrong input as a person gives it: the real executable, in a process of its own."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box

from lnrs.cli import lnrs as command_line

pytestmark = pytest.mark.xdist_group("command line")

LNRS = Path(sysconfig.get_path("scripts")) / "lnrs"
EXIT_CODES_PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "exit-codes.md"

GIGABYTE = 1024**3
LONGEST_S = 900
"""A command that takes longer than this hangs."""

FIELD = box(449_000, 88_000, 449_500, 88_500)
"""A square near Newport, in the middle of the Isle of Wight."""


def lnrs(*words: str | Path, cwd: Path, **how: object) -> subprocess.CompletedProcess[str]:
    """Give a command; whatever it is, nobody ever sees a traceback."""
    done = subprocess.run(
        [LNRS, *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=LONGEST_S, check=False, **how
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return done


def refused(code: int, *words: str | Path, cwd: Path, **how: object) -> str:
    """What a command says that has to be refused with this exit code; it prints nothing to be taken for data."""
    done = lnrs(*words, cwd=cwd, **how)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    return done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small sketch, `wight`, and its edition, `wight-edition`, made by the commands themselves."""
    home = tmp_path_factory.mktemp("command-line")
    for words in (("sketch", "wight", "--area", "Isle of Wight", "--parcels", "1500"), ("build", "wight")):
        done = lnrs(*words, cwd=home)
        assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def here(built: Path, tmp_path: Path) -> Path:
    """A folder of the test's own, with a copy of the sketch, of what its build kept, and of the edition."""
    for name in ("wight", "wight-edition"):
        shutil.copytree(built / name, tmp_path / name)
    return tmp_path


def rewrite(file: Path, before: str, after: str) -> None:
    """Change a text where it first says something."""
    text = file.read_text(encoding="utf-8-sig")
    assert before in text, f"{file.name} does not say {before!r}"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def table_rows(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8-sig").splitlines()


def lines_of(folder: Path) -> list[str]:
    """Every file below a folder with its bytes' length: what has to be as it was."""
    return sorted(f"{path.relative_to(folder)} {path.stat().st_size}" for path in folder.rglob("*") if path.is_file())


# --- layers that cannot be trusted


def sites(folder: Path, *shapes: Polygon, crs: int | None = 27700, name: str = "sites.gpkg") -> Path:
    """A file of local wildlife sites as a neighbour might send it."""
    names = [f"Site {number}" for number, _ in enumerate(shapes, 1)]
    frame = gpd.GeoDataFrame({"ref": names, "name": names}, geometry=list(shapes), crs=crs)
    frame.to_file(folder / name, driver="GPKG" if name.endswith("gpkg") else "GeoJSON")
    return folder / name


def add(file: Path) -> tuple[str | Path, ...]:
    return ("add", file, "--as", "local_wildlife_sites", "--to", "wight")


def test_a_file_that_is_not_there_is_named(here: Path) -> None:
    before = lines_of(here)
    assert "nowhere.gpkg: is not there." in refused(12, *add(Path("nowhere.gpkg")), cwd=here)
    assert lines_of(here) == before


def test_degrees_that_say_they_are_metres_are_refused_with_what_to_do(here: Path) -> None:
    file = sites(here, box(-1.31, 50.69, -1.3, 50.7))
    said = refused(11, *add(file), cwd=here)
    assert "its coordinates are degrees. Declare it with --crs EPSG:4326." in said


def test_metres_that_say_they_are_another_system_are_refused_with_what_to_do(here: Path) -> None:
    said = refused(11, *add(sites(here, FIELD, crs=3857)), cwd=here)
    assert "outside Great Britain" in said
    assert "declare it with --crs EPSG:27700" in said


def test_northings_before_eastings_are_told(here: Path) -> None:
    said = refused(11, *add(sites(here, box(88_000, 449_000, 88_500, 449_500))), cwd=here)
    assert "Northings stand before eastings in it: swap them." in said


def test_a_layer_without_features_is_refused(here: Path) -> None:
    before = lines_of(here / "wight")
    assert "has no features." in refused(11, *add(sites(here)), cwd=here)
    assert lines_of(here / "wight") == before


def test_a_self_intersection_is_mended_and_reported(here: Path) -> None:
    bow_tie = Polygon([(449_000, 88_000), (449_500, 88_500), (449_500, 88_000), (449_000, 88_500)])
    done = lnrs(*add(sites(here, bow_tie, FIELD)), cwd=here)
    assert done.returncode == 0, done.stderr
    assert "2 features" in done.stdout
    assert "row 1 (Site 1): self-intersection at 449250.00, 88250.00; made valid" in done.stdout
    record = (here / "wight" / "layers" / "local_wildlife_sites.toml").read_text()
    assert record.count("[[repairs]]") == 1
    stored = gpd.read_file(here / "wight" / "layers" / "local_wildlife_sites.gpkg")
    assert stored.is_valid.all()
    assert stored.area.iloc[0] == pytest.approx(FIELD.area / 2)


def test_a_folder_that_is_no_file_is_refused(here: Path) -> None:
    (here / "exports").mkdir()
    assert "is a folder." in refused(12, *add(Path("exports")), cwd=here)


@pytest.mark.parametrize(
    "beginning",
    [b"", b"SQLite format 3\x00" + bytes(52) + b"GPKG", b"PK\x03\x04", b"PAR1"],
    ids=["zeros", "as a GeoPackage", "as a zip", "as GeoParquet"],
)
def test_a_gigabyte_of_nonsense_is_refused_without_being_read(here: Path, beginning: bytes) -> None:
    nonsense = here / "nonsense.gpkg"
    nonsense.write_bytes(beginning)
    os.truncate(nonsense, GIGABYTE)
    with subprocess.Popen([LNRS, *add(nonsense)], cwd=here, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 11, said
    assert "nonsense.gpkg" in said
    assert "Traceback" not in said
    assert used.ru_maxrss * 1024 < GIGABYTE / 2, "memory was taken for what the file claims to hold"


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


# --- what must never be lost: a full disk, Ctrl-C


@pytest.fixture(params=["a small disk", "a limit on the size of files"])
def full(request: pytest.FixtureRequest, here: Path) -> Iterator[tuple[Path, Callable[[], None] | None]]:
    """A folder where an edition fits, and a second beside it does not; and what the process has to do first."""
    edition = here / "wight-edition"
    size = sum(path.stat().st_size for path in edition.rglob("*") if path.is_file())
    if request.param == "a limit on the size of files":
        most = max(path.stat().st_size for path in edition.rglob("*")) // 2
        yield here, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        return
    disk = here / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={int(size * 1.3)}", "tmpfs", disk]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk, and not everywhere")
    try:
        shutil.copytree(edition, disk / "wight-edition")
        yield disk, None
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_full_disk_leaves_the_edition_before_whole(here: Path, full: tuple[Path, Callable[[], None] | None]) -> None:
    disk, first = full
    before = lines_of(disk / "wight-edition")
    rewrite(here / "wight" / "strategy.toml", 'edition = "', 'edition = "second-')
    said = refused(16, "build", "wight", "--to", disk / "wight-edition", cwd=here, preexec_fn=first)
    assert "Could not write" in said
    assert lines_of(disk / "wight-edition") == before
    assert lnrs("verify", disk / "wight-edition", cwd=here).returncode == 0
    assert [path.name for path in disk.iterdir() if path.name.startswith(".wight-edition")] == []


def test_a_layer_that_does_not_fit_leaves_the_layer_before(here: Path) -> None:
    before = (here / "wight" / "layers" / "local_wildlife_sites.gpkg").read_bytes()
    file = sites(here, *(box(449_000 + k, 88_000, 449_001 + k, 88_500) for k in range(500)))
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))  # noqa: E731
    assert "Could not write" in refused(16, *add(file), cwd=here, preexec_fn=limit)
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
    assert process.returncode == 130, rest
    assert "Traceback" not in rest
    return rest


@pytest.mark.parametrize("task", ["Measuring the land", "Writing the map", "Writing the statement"])
def test_ctrl_c_leaves_the_edition_before_whole(here: Path, task: str) -> None:
    if task == "Measuring the land":
        shutil.rmtree(here / "wight" / ".cache")
    rewrite(here / "wight" / "strategy.toml", 'edition = "', 'edition = "second-')
    before = lines_of(here / "wight-edition")
    assert "Stopped. What was there before is as it was." in stopped(here, task)
    assert lines_of(here / "wight-edition") == before
    assert lnrs("verify", "wight-edition", cwd=here).returncode == 0
    assert sorted(path.name for path in here.iterdir()) == ["wight", "wight-edition"], "nothing is left lying about"


def test_a_build_that_was_stopped_goes_on_and_says_what_it_does(here: Path) -> None:
    stopped(here, "Reading")
    done = lnrs("build", "wight", "--to", "again", "--json", cwd=here)
    assert json.loads(done.stdout)["identity"].startswith("isle-of-wight-")
    manifests = [(here / name / "manifest.json").read_bytes() for name in ("again", "wight-edition")]
    assert manifests[0] == manifests[1]
    tasks = done.stderr.splitlines()
    assert "Measuring the land" in tasks
    assert len(tasks) == len(set(tasks)), "each task is said once"


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
def test_wrong_arguments_are_said_and_leave_with_two(built: Path, words: list[str], says: str) -> None:
    assert says in refused(2, *words, cwd=built)


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
        (["explain", "wight-edition", "--at", "TQ 300 800"], "lies outside Isle of Wight"),
        (["verify", "wight"], "there is no edition here"),
        (["diff", "wight-edition", "wight"], "there is no edition here"),
        (["import", "nowhere", "mine"], "there is no such file or folder"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else None,
)
def test_what_is_not_there_is_said_with_what_may_be_meant(built: Path, words: list[str], says: str) -> None:
    assert says in refused(12, *words, cwd=built)
    assert not (built / "mine").exists()


# --- exit codes


def changed_by_one_byte(home: Path) -> Sequence[str]:
    file = home / "wight-edition" / "findings.json"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
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


MISTAKES: dict[int, Callable[[Path], Sequence[str]]] = {
    10: without_a_title,
    11: an_empty_file,
    12: lambda _: ("verify", "nowhere"),
    13: lambda _: ("fetch", "soils", "--to", "wight"),
    14: changed_by_one_byte,
    15: without_its_area,
    16: lambda _: ("new", "Kent", "wight"),
    17: before_the_regulations,
}
"""For every exit code a mistake that leads to it, made in a folder with a sketch and its edition."""


def documented() -> dict[int, str]:
    """The codes of the reference page, with what each says."""
    rows = re.findall(r"^\| (\d+) \| (.*?) \|", EXIT_CODES_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {int(code): says for code, says in rows}


def test_the_page_the_help_and_these_mistakes_name_the_same_exit_codes(built: Path) -> None:
    said = lnrs("--help", cwd=built).stdout
    in_help = {int(code) for code in re.findall(r"(\d+) [a-z]", said.split("Exit codes:")[1].split("Options:")[0])}
    assert set(documented()) == set(MISTAKES)
    assert in_help == {0, 2, 130} | set(MISTAKES)


@pytest.mark.parametrize("code", MISTAKES)
def test_a_mistake_leaves_with_the_exit_code_of_the_page(here: Path, code: int) -> None:
    words = MISTAKES[code](here)
    said = refused(code, *words, cwd=here)
    assert f"{documented()[code]}:" in said
    assert re.search(r"^  \* \S", said, re.MULTILINE), "at least one problem is listed"


# --- data and help


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["areas", "--json"], "Kent and Medway"),
        (["layers", "--json"], "land_parcels"),
        (["diff", "wight-edition", "wight-edition", "--json"], "could_become"),
        (["explain", "wight-edition", "--measure", "GL1.1", "--json"], "best_places"),
        (["explain", "wight-edition", "--at", "SZ 490 880", "--json"], "grid_reference"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else None,
)
def test_json_is_all_that_is_printed_and_can_be_read(built: Path, words: list[str], holds: str) -> None:
    done = lnrs(*words, cwd=built)
    assert done.returncode == 0, done.stderr
    assert holds in json.dumps(json.loads(done.stdout))


@pytest.mark.parametrize("command", [None, *sorted(command_line.commands)])
def test_help_explains_the_command_and_every_option(built: Path, command: str | None) -> None:
    words = [command] if command else []
    done = lnrs(*words, "--help", cwd=built)
    assert done.returncode == 0
    explained, _, options = done.stdout.partition("Options:")
    assert len(explained.split("\n\n", 1)[1].split()) >= 5, "a sentence about what it does"
    for option in command_line.commands[command].params if command else ():
        if option.param_type_name == "option":
            assert getattr(option, "help", None), f"{option.name} is not explained"
            assert option.opts[0] in options

"""The command line, tried with wrong input as a person gives it, on the tutorial's sketch and edition.

Where a process of its own matters - a limit, a signal, its memory - it is the real executable.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box

from lnrs import cli

from .commands import Done, copied, lnrs

pytestmark = pytest.mark.xdist_group("tutorial")

LNRS = Path(sysconfig.get_path("scripts")) / "lnrs"
EXIT_CODES_PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "exit-codes.md"

GIGABYTE = 1024**3
LONGEST_S = 900
"""A command that takes longer than this hangs."""

FIELD = box(449_000, 88_000, 449_500, 88_500)
"""A square near Newport, in the middle of the Isle of Wight."""


def executed(*words: str | Path, cwd: Path) -> Done:
    """Give a command to the executable; whatever it is, nobody ever sees a traceback."""
    command = [LNRS, *map(str, words)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def refused(code: int, *words: str | Path, cwd: Path) -> str:
    """What a command says that has to be refused with this exit code; it prints nothing to be taken for data."""
    done = lnrs(*words, cwd=cwd)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    return done.stderr


@pytest.fixture
def here(home: Path, tmp_path: Path) -> Path:
    """A folder of the test's own, with a copy of the sketch, of what its build kept, and of the edition."""
    for name in ("wight", "wight-edition"):
        copied(home / name, tmp_path / name)
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


NONSENSE = {
    "zeros": b"",
    "geopackage": b"SQLite format 3\x00" + bytes(52) + b"GPKG",
    "zip": b"PK\x03\x04",
    "parquet": b"PAR1",
}
"""How a file of a gigabyte begins that then holds nothing but zeros."""

ADD_EACH = """
import sys
from lnrs.cli import run
for name in sys.argv[1:]:
    print(run(["add", name, "--as", "local_wildlife_sites", "--to", "wight"]))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much memory a process held")
def test_a_gigabyte_of_nonsense_is_refused_without_being_read(here: Path) -> None:
    for name, beginning in NONSENSE.items():
        (here / name).write_bytes(beginning)
        os.truncate(here / name, GIGABYTE)
    done = subprocess.run(
        [sys.executable, "-c", ADD_EACH, *NONSENSE], cwd=here, capture_output=True, text=True, check=True
    )
    *codes, (_, most_kb, _) = (line.split() for line in done.stdout.splitlines() if line)
    assert codes == [["11"]] * len(NONSENSE), done.stderr
    assert all(f"  * {name}: " in done.stderr for name in NONSENSE)
    assert int(most_kb) * 1024 < GIGABYTE / 2, "memory was taken for what the file claims to hold"


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

    monkeypatch.setattr(cli, "line_for_each_task", lambda _console: stop_at_it)
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


MISTAKES: dict[int, Callable[[Path], Sequence[str]]] = {
    10: without_a_title,
    11: an_empty_file,
    12: lambda _: ("verify", "nowhere"),
    13: lambda _: ("fetch", "soils", "--to", "wight"),
    14: with_one_byte_changed,
    15: without_its_area,
    16: lambda _: ("new", "Kent", "wight"),
    17: before_the_regulations,
}
"""For every exit code a mistake that leads to it, made in a folder with a sketch and its edition."""


def documented() -> dict[int, str]:
    """The codes of the reference page, with what each says."""
    rows = re.findall(r"^\| (\d+) \| (.*?) \|", EXIT_CODES_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {int(code): says for code, says in rows}


def test_the_page_the_help_and_these_mistakes_name_the_same_exit_codes(home: Path) -> None:
    said = lnrs("--help", cwd=home).stdout
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
def test_json_is_all_that_is_printed_and_can_be_read(home: Path, words: list[str], holds: str) -> None:
    done = lnrs(*words, cwd=home)
    assert done.returncode == 0, done.stderr
    assert holds in json.dumps(json.loads(done.stdout))


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

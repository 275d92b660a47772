"""Every command in the README, the tutorial and the how-to pages is given, in the order of its page, and does what the
page shows.

How a page is read: in a `console` block, a line that begins with `$ ` is a command, and the lines under it are what it
prints: `...` stands for the rest of a line, or on a line of its own for any lines. A command that has to be refused
ends with `# exit code N`. A `code-block` with a `:caption:` is a file that the reader writes; in the language `diff` it
is an edit of one. A `text` block shows something that is neither.

The tutorial's page is followed in an empty folder; every other page begins with what the tutorial made.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pyogrio
import pytest
from pmtiles.reader import MmapSource, Reader

pytestmark = pytest.mark.xdist_group("docs")

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
TUTORIAL = DOCS / "tutorials" / "first-edition.md"
PAGES = [ROOT / "README.md", *sorted((DOCS / "how-to").glob("*.md"))]
EDITION_FOLDER = DOCS / "reference" / "edition-folder.md"

NOT_GIVEN_HERE = {
    "make run": ("makes the full sketch, for minutes; the gate gives it", ".ci/run"),
    "make test": ("runs these very tests; the gate gives it", ".ci/run"),
    "make docs": ("builds these very pages; `make check` does, and the gate gives it", ".ci/run"),
    "source .venv/bin/activate": ("the tests have the same programs on their path", "Makefile"),
    "lnrs fetch": ("needs the internet", "tests/acceptance/test_layers_fetch_arcgis.py"),
}
"""Beginnings of commands that are not given here: why, and the file that gives them or tries what they do."""

LONGEST_S = 900
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?:\{code-block\} )?(?P<language>[\w-]+)\n(?::caption: (?P<file>\S+)\n)?\n?"
    r"(?P<body>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """One thing that a page asks for: a command with what it prints, a file to write, or an edit of one."""

    kind: str
    """command, file or edit."""
    line: int
    subject: str
    """The command, or the file's path."""
    text: str


def steps(page: Path) -> Iterator[Step]:
    """Everything a page asks its reader to do, in order."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        if block["language"] == "console":
            yield from _commands(block["body"], line + 1)
        elif block["file"]:
            kind = "edit" if block["language"] == "diff" else "file"
            yield Step(kind, line, block["file"], block["body"])


def _commands(body: str, line: int) -> Iterator[Step]:
    command, shown = None, []
    for number, text in enumerate([*body.splitlines(), "$ "], line):
        if text.startswith("$ "):
            if command:
                yield Step("command", number, command, "\n".join(shown))
            command, shown = text[2:], []
        else:
            shown.append(text)


def is_given(step: Step) -> bool:
    """Whether a step is followed here; a refusal always is, since it comes before anything that has a reason not to."""
    not_here = step.kind == "command" and step.subject.startswith(tuple(NOT_GIVEN_HERE))
    return not not_here or "# exit code" in step.subject


def follow(page: Path, folder: Path) -> list[str]:
    """Do what a page asks, in a folder; returns what did not go as the page says."""
    return [wrong for step in filter(is_given, steps(page)) if (wrong := _done(step, folder, page.name))]


def _done(step: Step, folder: Path, page: str) -> str:
    path, place = folder / step.subject, f"{page}:{step.line}"
    if step.kind == "file":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.text, encoding="utf-8")
        return ""
    if step.kind == "edit":
        return _edited(path, step.text, place)
    return _commanded(step, folder, place)


def _edited(path: Path, edit: str, place: str) -> str:
    """Put the lines marked + in place of the lines marked -, which have to be in the file."""
    lines = edit.splitlines()
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] in f" {mark}") for mark in "-+")
    raw = path.read_bytes().decode("utf-8-sig")
    text = raw.replace("\r\n", "\n")
    if text.count(old) != 1:
        return f"{place}: {path.name} has {text.count(old)} places that say\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return ""


def _commanded(step: Step, folder: Path, place: str) -> str:
    wanted = int(code[1]) if (code := re.search(r"# exit code (\d+)$", step.subject)) else 0
    done = subprocess.run(
        ["bash", "-c", step.subject],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "100",
            "HTTPS_PROXY": "http://127.0.0.1:9",
        },
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    if done.returncode != wanted or "Traceback" in done.stderr:
        return f"{place}: `{step.subject}` left with {done.returncode}, not {wanted}:\n{done.stdout}{done.stderr}"
    printed = done.stderr if wanted else done.stdout
    if step.text and not is_shown(step.text, printed, from_start=not wanted):
        return f"{place}: `{step.subject}` printed\n{printed}\nand the page shows\n{step.text}"
    return ""


def is_shown(shown: str, printed: str, from_start: bool = True) -> bool:
    """Whether what a page shows is what was printed, `...` standing for what it leaves out."""
    lines = [r"(?:.*\n)*" if line == "..." else f"{_pattern(line)}\n" for line in shown.rstrip().splitlines()]
    text = "".join(f"{line.rstrip()}\n" for line in printed.replace("\xa0", " ").rstrip().splitlines())
    return re.fullmatch(("" if from_start else r"(?:.*\n)*") + "".join(lines), text) is not None


def _pattern(line: str) -> str:
    return ".*".join(re.escape(part.replace("\xa0", " ")) for part in line.rstrip().split("..."))


@pytest.fixture(scope="session")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder in which the tutorial was followed, and what did not go as its page says."""
    folder = tmp_path_factory.mktemp("tutorial")
    return folder, follow(TUTORIAL, folder)


@pytest.fixture
def here(learnt: tuple[Path, list[str]], tmp_path: Path) -> Path:
    """A folder of the test's own with what the tutorial made; what its builds kept is linked, not copied."""
    folder = tmp_path / "home"
    shutil.copytree(learnt[0], folder, ignore=shutil.ignore_patterns(".cache"))
    for kept in learnt[0].glob("*/.cache"):
        shutil.copytree(kept, folder / kept.relative_to(learnt[0]), copy_function=os.link)
    return folder


def test_the_tutorial_goes_as_it_says(learnt: tuple[Path, list[str]]) -> None:
    assert learnt[1] == [], "\n\n".join(learnt[1])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_goes_as_it_says(here: Path, page: Path) -> None:
    wrong = follow(page, here)
    assert wrong == [], "\n\n".join(wrong)


@pytest.mark.parametrize("page", [TUTORIAL, *PAGES], ids=lambda page: page.stem)
def test_every_block_of_a_page_is_one_that_is_followed_or_plain_text(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    openings = re.findall(r"^`{3,}(.+)$", text, re.MULTILINE)
    followed = [block for block in BLOCK.finditer(text) if block["language"] == "console" or block["file"]]
    plain = [opening for opening in openings if opening.startswith(("text", "{toctree}", "{image}", "{figure}"))]
    assert len(followed) + len(plain) == len(openings), openings


def test_what_is_not_given_here_is_tried_where_it_says() -> None:
    commands = [step.subject for page in (TUTORIAL, *PAGES) for step in steps(page) if step.kind == "command"]
    for beginning, (reason, place) in NOT_GIVEN_HERE.items():
        assert reason
        assert (ROOT / place).is_file(), place
        assert any(command.startswith(beginning) for command in commands), f"no page gives `{beginning}` any more"
    assert sum(map(is_given, (Step("command", 0, command, "") for command in commands))) > 30


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("one\ntwo", "one\ntwo\n", True),
        ("one", "one\ntwo\n", False),
        ("one\n...", "one\ntwo\nthree\n", True),
        ("...\nthree", "one\ntwo\nthree\n", True),
        ("it has ... ha", "it has 12 ha\n", True),
        ("it has ... ha", "it has 12 m\n", False),
    ],
)
def test_dots_stand_for_what_a_page_leaves_out_and_for_nothing_else(shown: str, printed: str, same: bool) -> None:
    assert is_shown(shown, printed) is same


# --- the reference page of the edition folder


def documented() -> dict[str, list[str]]:
    """The columns that the page lists under each heading that names a file, a table or a tile layer."""
    found: dict[str, list[str]] = {}
    for section in re.split(r"^#{2,4} ", EDITION_FOLDER.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading = section.split("\n", 1)[0]
        columns = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", heading):
            found[name] = columns
    return found


def in_edition(edition: Path) -> dict[str, list[str]]:
    """The columns of every file, table and tile layer that an edition has."""
    found = {}
    for file in edition.glob("data/*.parquet"):
        found[f"data/{file.name}"] = [name for name in pq.read_schema(file).names if name != "bbox"]
    for file in [*edition.glob("figures/*.csv"), *edition.glob("tables/*.csv")]:
        with file.open(encoding="utf-8-sig", newline="") as table:
            found[f"{file.parent.name}/{file.name}"] = next(csv.reader(table))
    for name, _ in pyogrio.list_layers(edition / "local-habitat-map.gpkg"):
        fields = pyogrio.read_info(edition / "local-habitat-map.gpkg", layer=name)["fields"]
        found[f"local-habitat-map.gpkg:{name}"] = [str(field) for field in fields]
    for file in edition.glob("tiles/*.pmtiles"):
        with file.open("rb") as stream:
            for layer in Reader(MmapSource(stream)).metadata()["vector_layers"]:
                found[f"tiles/{file.name}:{layer['id']}"] = sorted(layer["fields"])
    return found


def test_the_edition_has_the_columns_of_its_page(learnt: tuple[Path, list[str]]) -> None:
    page, edition = documented(), in_edition(learnt[0] / "kent-edition")
    for name, columns in edition.items():
        assert name in page, f"{name} is not on the page"
        there = [column for column in columns if not re.fullmatch(r"priority_[2-9]", column)]
        listed = page[name] if not name.startswith("tiles/") else sorted(page[name])
        assert there == listed, name
    assert set(page) - set(edition) <= {"manifest.json", "findings.json", "provenance.json"}


def test_the_edition_has_the_files_of_its_page(learnt: tuple[Path, list[str]]) -> None:
    text = EDITION_FOLDER.read_text(encoding="utf-8")
    edition = learnt[0] / "kent-edition"
    for file in sorted(path for path in edition.rglob("*") if path.is_file()):
        name = file.relative_to(edition).as_posix()
        name = re.sub(r"^(statement/maps/)theme-\w+\.png$", r"\1theme-REF.png", name)
        assert f"`{name}`" in text, name


@pytest.mark.parametrize("name", ["manifest.json", "findings.json", "provenance.json"])
def test_the_json_has_the_keys_of_its_page(learnt: tuple[Path, list[str]], name: str) -> None:
    content = json.loads((learnt[0] / "kent-edition" / name).read_text(encoding="utf-8"))
    first = content[0] if isinstance(content, list) else content
    assert set(first) == set(documented()[name])

"""`prose/*.md`: the chapters of the statement, in Markdown."""

from pathlib import Path

from markdown_it import MarkdownIt

from lnrs.errors import Problem
from lnrs.strategy.text_file import read_text
from lnrs.strategy.wording import listed

CHAPTERS = ("summary", "area", "opportunities", "method", "using")


def read_prose(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """Every chapter by its name, and every problem with its line."""
    prose: dict[str, str] = {}
    problems: list[Problem] = []
    for chapter in CHAPTERS:
        name = f"prose/{chapter}.md"
        text, found = read_text(folder / name, name, f"Write it in Markdown. The chapters are {listed(CHAPTERS)}.")
        problems += found
        if text is not None:
            prose[chapter] = text
            problems += _heading_problems(text, name)
    return prose, problems


def _heading_problems(text: str, name: str) -> list[Problem]:
    if not text.strip():
        return [Problem(f"{name}:1", "the chapter is empty.", "Begin it with a heading such as ## Summary.")]
    tokens = MarkdownIt("commonmark").parse(text)
    starts = next(number for number, line in enumerate(text.split("\n"), 1) if line.strip())
    problems = []
    if tokens[0].type != "heading_open":
        problems.append(
            Problem(f"{name}:{starts}", "the chapter does not begin with a heading.", "Such as ## Summary.")
        )
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h1" and token.map:
            what = "this heading is of level 1, which the statement's own title has."
            problems.append(Problem(f"{name}:{token.map[0] + 1}", what, "Begin it with ##."))
    return problems

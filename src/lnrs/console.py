"""What the command line prints: lines, tables, JSON, and how far the work is."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

WIDEST = 10_000
"""Characters in a line where no terminal sets an end."""


def say(text: str) -> None:
    """Print a line as it is; above the bar of a progress, where there is one on the terminal."""
    print(text)


def warn(text: str) -> None:
    """Say something beside the answer, so that an answer in JSON stays whole."""
    click.echo(text, err=True)


def say_lines(lines: Iterable[str]) -> None:
    """Print lines as they are."""
    for line in lines:
        say(line)


def print_json(data: Any) -> None:
    """Print data as JSON, dates as ISO text."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, default=str))


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as a table: as wide as the terminal, or in a pipe as wide as it is. Nothing is cut, and the first
    column, which commands take, is not even folded.
    """
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in titles:
        table.add_column(title, overflow="fold", no_wrap=title == titles[0])
    for row in rows:
        table.add_row(*row)
    console = Console()
    if not console.is_terminal:
        console.width = WIDEST
    with console.capture() as printed:
        console.print(table)
    say_lines(line.rstrip() for line in printed.get().splitlines())


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """A function of (task, share) that draws a bar on the terminal, or a line for each new task elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield line_for_each_task(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        bar_id = bar.add_task("", total=1.0)
        yield lambda task, share: bar.update(bar_id, description=task, completed=share)


def line_for_each_task(console: Console) -> Callable[[str, float], None]:
    """A function of (task, share) that prints each task once."""
    said: set[str] = set()

    def tell(task: str, share: float) -> None:  # noqa: ARG001
        if task not in said:
            console.print(task, highlight=False)
            said.add(task)

    return tell

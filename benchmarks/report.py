"""What a benchmark found, as tables: on the terminal, and in `bench/results.json`."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table as Printed

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """A table of results; units are in the columns' titles."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def shown(cell: Cell) -> str:
    """A cell as text: three significant figures, thousands with commas, a dash where there is nothing.

    >>> [shown(cell) for cell in (0.01234, 12.34, 1234.5, 160000, None, "yes", 0.0)]
    ['0.0123', '12.3', '1,234', '160,000', '-', 'yes', '0']
    """
    match cell:
        case None:
            return "-"
        case float() if cell == 0:
            return "0"
        case float() if abs(cell) >= 100:
            return f"{cell:,.0f}"
        case float():
            return f"{cell:.3g}"
        case int():
            return f"{cell:,}"
    return cell


def show(table: Table, console: Console) -> None:
    """Print a table with its notes beneath."""
    printed = Printed(title=table.title, title_justify="left", title_style="bold", header_style="bold")
    for place, name in enumerate(table.columns):
        numbers = all(not isinstance(row[place], str) for row in table.rows)
        printed.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in table.rows:
        printed.add_row(*map(shown, row))
    console.print(printed)
    for note in table.notes:
        console.print(f"  {note}", style="dim", highlight=False)
    console.print()


def write(found: Mapping[str, Sequence[Table]], path: Path) -> None:
    """Write every table as JSON, by the name of its benchmark, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    plain = {name: [asdict(table) for table in tables] for name, tables in found.items()}
    draft.write_text(json.dumps(plain, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(draft, path)

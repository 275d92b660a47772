"""What is wanted of a public service."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lnrs.layers.contract import Source
from lnrs.layers.fetch.session import Line
from lnrs.layers.progress import Progress
from lnrs.layers.store import Bounds


@dataclass(frozen=True)
class Order:
    """Features of one source, asked for over one line, for one box of land."""

    line: Line
    source: Source
    bounds: Bounds | None
    """West, south, east and north in metres; None for everything."""
    folder: Path
    name: str
    """Of the folder in `folder` that keeps the pages."""
    retrieved: date
    progress: Progress

    @property
    def task(self) -> str:
        """What the progress is of."""
        return f"fetching {self.name.rsplit('-', 1)[0]}"

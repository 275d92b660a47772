"""Pages of a fetch, kept as they arrive, so that a fetch that was cut off goes on from the last good one."""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from lnrs.layers.fetch.order import Order
from lnrs.layers.writing import write_bytes

PLAN = "plan.json"


@dataclass(frozen=True)
class Harvest:
    """Everything that a service gave: its pages on disk, and what it said about itself."""

    pages: tuple[Path, ...]
    rows: int
    """Features in the pages."""
    promised: int | None
    """Features that the service says it has for the request; None where it does not say."""
    crs: str
    """The coordinate system that was asked for and granted."""
    version: str
    """The service's own date of last change, or empty."""


def open_part(order: Order, plan: dict) -> Path:
    """The folder for the pages of an order: what an earlier try left if its plan was the same, else an empty one.

    `plan` is whatever makes pages exchangeable, besides the source itself: the area, the state of the data.
    """
    part = order.folder / f".{order.name}.part"
    whole = {"source": asdict(order.source), **plan}
    text = json.dumps(whole, sort_keys=True, indent=1).encode()
    if not (part / PLAN).is_file() or (part / PLAN).read_bytes() != text:
        shutil.rmtree(part, ignore_errors=True)
        write_bytes(part / PLAN, text)
    return part


def page_file(part: Path, number: int, ending: str) -> Path:
    """Where a page lies."""
    return part / f"page-{number:06d}.{ending}"


def save_page(part: Path, number: int, content: bytes, ending: str = "json") -> Path:
    """Keep a page that arrived whole. Raises CannotWrite."""
    file = page_file(part, number, ending)
    write_bytes(file, content)
    return file


def kept_pages(part: Path, ending: str = "json") -> list[Path]:
    """Pages that are there, in order."""
    return sorted(part.glob(f"page-*.{ending}"))


def read_page(file: Path) -> dict:
    """A page that was kept, as the JSON object it is."""
    return json.loads(file.read_bytes())


def close_part(part: Path) -> None:
    """Forget the pages of a fetch that has been stored."""
    shutil.rmtree(part, ignore_errors=True)

"""What neighbours agreed about their conflicts: `settlements.csv` in the network folder, a row for each conflict.

An agreement needs both authorities. It is about a conflict by its key, so it survives the next build; where the
conflict is gone that is told, and nothing is lost.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from lnrs.errors import NetworkProblems, Problem
from lnrs.layers.writing import write_bytes
from lnrs.strategy.cells import render
from lnrs.strategy.schema import columns
from lnrs.strategy.tables import Table, read_table

Outcome = Literal["keep_a", "keep_b", "both", "neither", "note"]
OUTCOMES: tuple[str, ...] = get_args(Outcome)


@dataclass(frozen=True)
class Settlement:
    """What is agreed, or proposed by one of the two, about one conflict. `a` is the area with the lower number."""

    key: str
    """The key of the conflict, such as `38-40-5f2a9c01`."""
    areas: str
    """The two areas by their numbers, the lower one first: `38 40`."""
    outcome: Outcome
    """Whose measures count in the conflict's land: with `keep_a` or `keep_b` that side's alone, with `both` all,
    with `neither` none. With `note` nothing changes, and the words say what was agreed."""
    by_a: str = ""
    """Who agreed for the area with the lower number; empty while it has not."""
    on_a: datetime.date | None = None
    """The day on which that was."""
    by_b: str = ""
    """Who agreed for the other area; empty while it has not."""
    on_b: datetime.date | None = None
    """The day on which that was."""
    about: str = ""
    """What the conflict is about and where, so that it is known when it is gone."""
    words: str = ""
    """What the two say about it."""

    @property
    def agreed(self) -> bool:
        """Whether both authorities have agreed."""
        return bool(self.by_a and self.by_b)

    @property
    def pair(self) -> tuple[int, int]:
        """The numbers of the two areas."""
        a, b = self.areas.split()
        return int(a), int(b)

    @property
    def waits_for(self) -> tuple[int, ...]:
        """The areas that have not agreed yet."""
        return tuple(area for area, by in zip(self.pair, (self.by_a, self.by_b), strict=True) if not by)


Settlements = tuple[Settlement, ...]


def read(path: Path) -> Settlements:
    """The settlements of a network folder, none where there is no file. Raises NetworkProblems with every problem."""
    if not path.exists():
        return ()
    table, problems = read_table(path, Settlement)
    problems = [*problems, *_row_problems(table)]
    if problems:
        raise NetworkProblems(problems)
    return table.records


def write(path: Path, settlements: Iterable[Settlement]) -> None:
    """Write the settlements in order of their keys, whole or not at all. Raises CannotWrite."""
    names = columns(Settlement)
    rows = [
        ["" if (value := getattr(one, name)) is None else str(value) for name in names]
        for one in sorted(settlements, key=lambda one: one.key)
    ]
    write_bytes(path, render(names, rows))


def settle(
    settlements: Settlements,
    conflict: Any,
    outcome: Outcome,
    *,
    area: int,
    by: str,
    on: datetime.date,
    about: str = "",
    words: str = "",
) -> Settlements:
    """The settlements with what one area agrees to about a conflict, a row with key, a and b.

    The second area has to agree to the same outcome. Another outcome than the other area's is a new proposal: what was
    agreed before is agreed no longer, and the other is asked again. Raises NetworkProblems where the area is not one of
    the two, or nobody is named.
    """
    pair = int(conflict.a), int(conflict.b)
    if area not in pair or not by.strip():
        what = "nobody is named." if area in pair else f"area {area} is not one of the two, {pair[0]} and {pair[1]}."
        raise NetworkProblems([Problem(conflict.key, what, "Say who agrees, and for which of the two areas.")])
    before = next((one for one in settlements if one.key == conflict.key), None)
    if before is None or before.outcome != outcome:
        kept = before.words if before else ""
        before = Settlement(conflict.key, f"{pair[0]} {pair[1]}", outcome, about=about, words=kept)
    told = replace(before, about=about or before.about, words=words or before.words)
    is_a = area == pair[0]
    now = replace(told, by_a=by.strip(), on_a=on) if is_a else replace(told, by_b=by.strip(), on_b=on)
    return (*(one for one in settlements if one.key != conflict.key), now)


def _row_problems(table: Table[Settlement]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    sound = {one.key: one for one in table.records}
    for row in table.rows:
        key, where = row.text("key"), table.where(row)
        if key in seen:
            yield Problem(where, f"{key} is settled on line {seen[key]} already.", "Keep one of them.")
        elif key in sound:
            yield from (Problem(where, what, do) for what, do in _faults(sound[key]))
        seen.setdefault(key, row.line)


def _faults(one: Settlement) -> Iterator[tuple[str, str]]:
    numbers = one.areas.split()
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers) or not int(numbers[0]) < int(numbers[1]):
        yield f"areas must be two numbers, the lower one first, not '{one.areas}'.", "Write them as 38 40."
    for side in ("a", "b"):
        by, on = getattr(one, f"by_{side}"), getattr(one, f"on_{side}")
        if bool(by) != (on is not None):
            yield f"by_{side} and on_{side} belong together, and one of them is missing.", "Fill in both, or neither."
    if not one.by_a and not one.by_b:
        yield "neither of the two has agreed to it.", "Fill in by and on of one of them, or take the row out."


def known(settlements: Sequence[Settlement]) -> dict[str, Settlement]:
    """The settlements by their keys."""
    return {one.key: one for one in settlements}

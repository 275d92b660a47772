"""The crosswalk of an area, `crosswalk/NN.csv`: what its measures are in common words, as proposed and as confirmed.

A decision is about a measure with certain words. While those words are published it holds; when they change the
measure is shown again as `words changed`, and the decision about the former words is kept in the table.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from lnrs.errors import NetworkProblems, NotFound, Problem
from lnrs.layers.writing import write_bytes
from lnrs.model import Action
from lnrs.network.folder import Network
from lnrs.network.propose import propose
from lnrs.network.vocabulary import ACTIONS, habitats
from lnrs.strategy.cells import render
from lnrs.strategy.schema import columns
from lnrs.strategy.tables import Table, read_table
from lnrs.strategy.text_file import readable
from lnrs.strategy.wording import closest

Status = Literal["proposed", "words changed", "confirmed", "refused"]
Decision = Literal["confirmed", "refused"]
DECIDED = ("confirmed", "refused")
BETWEEN = " | "
"""Between habitats in one cell, as their names have semicolons in them."""


@dataclass(frozen=True)
class CrosswalkRow:
    """What one measure is in common words."""

    ref: str
    """The measure's reference."""
    measure: str = ""
    """The measure's words, which the row is about; empty where it was published without."""
    status: Status = "proposed"
    """`proposed` by machine; `confirmed` or `refused` by a person; `words changed` where a person decided on other
    words."""
    habitat: str = ""
    """A habitat of the statutory metric, such as `Grassland - Lowland meadows`."""
    action: Action | None = None
    """What is done."""
    also: str = ""
    """Other habitats that it makes, with a vertical bar between them."""
    confidence: float | None = None
    """How sure the machine is, 0 to 1."""
    by: str = ""
    """Who decided."""
    on: datetime.date | None = None
    """The day of the decision."""
    why: str = ""
    """The words that decided, or a person's reason."""

    @property
    def is_decided(self) -> bool:
        """Whether a person has confirmed or refused it."""
        return self.status in DECIDED


Rows = tuple[CrosswalkRow, ...]


def read(network: Network, lnrs_id: int) -> Rows:
    """The crosswalk of an area, empty where there is none. Raises NetworkProblems with everything wrong in it."""
    path = network.crosswalk(lnrs_id)
    if not path.exists():
        return ()
    table, problems = read_table(path, CrosswalkRow)
    name = f"{path.parent.name}/{path.name}"
    problems = [Problem(problem.where.replace(path.name, name, 1), problem.what, problem.do) for problem in problems]
    problems += _row_problems(table, name)
    if problems:
        raise NetworkProblems(problems)
    return table.records


def write(network: Network, lnrs_id: int, rows: Iterable[CrosswalkRow]) -> None:
    """Write the crosswalk of an area, whole or not at all. Raises CannotWrite."""
    names = columns(CrosswalkRow)
    cells = [["" if (value := getattr(row, name)) is None else str(value) for name in names] for row in rows]
    write_bytes(network.crosswalk(lnrs_id), render(names, cells))


def refreshed(rows: Rows, described: pd.DataFrame) -> Rows:
    """The crosswalk after a look at what is published now; see the module for what becomes of decisions.

    `described` has ref, measure and priorities. Rows come in the order of what is published, then decisions about words
    or measures that are no longer published.
    """
    decided = {(row.ref, row.measure): row for row in rows if row.is_decided}
    in_time = sorted(decided.values(), key=lambda row: row.on or datetime.date.min)
    earlier = {row.ref: row for row in in_time}
    now, used = [], set()
    for ref, measure, proposal in _proposals(described):
        used.add((ref, measure))
        if (ref, measure) in decided:
            now.append(decided[ref, measure])
        elif ref in earlier:
            now.append(_shown_again(earlier[ref], proposal))
        else:
            now.append(proposal)
    past = [row for key, row in decided.items() if key not in used]
    return (*now, *sorted(past, key=lambda row: (row.ref, row.measure)))


def in_force(network: Network, lnrs_id: int, described: pd.DataFrame) -> pd.DataFrame:
    """What each published measure is now: ref, habitat, action, also (tuple), confidence and status, a row a measure.

    A decision comes before a proposal; one about other words holds until the new words are decided on, with status
    `words changed`. A refused measure has neither habitat nor action. Raises NetworkProblems.
    """
    rows = refreshed(read(network, lnrs_id), described)[: count_published(described)]
    made = [
        ("", "", ()) if row.status == "refused" else (row.habitat, row.action or "", _split(row.also)) for row in rows
    ]
    return pd.DataFrame(
        {
            "ref": [row.ref for row in rows],
            "habitat": [habitat for habitat, _, _ in made],
            "action": [action for _, action, _ in made],
            "also": [also for _, _, also in made],
            "confidence": [1.0 if row.is_decided else row.confidence or 0.0 for row in rows],
            "status": [row.status for row in rows],
        }
    )


def count_published(described: pd.DataFrame) -> int:
    """How many rows of a refreshed crosswalk are about what is published now: one for each reference and words."""
    return len(dict.fromkeys(_published(described)))


def _published(described: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The reference and words of each measure, as they can stand in a table."""
    for ref, words in zip(described["ref"], described["measure"], strict=True):
        yield readable(str(ref)), readable(str(words))


def decide(
    rows: Rows,
    ref: str,
    status: Decision,
    *,
    by: str,
    on: datetime.date,
    habitat: str = "",
    action: Action | None = None,
    why: str = "",
) -> Rows:
    """The crosswalk with a person's decision on a measure; habitat and action as proposed unless others are named.

    `rows` are refreshed. Raises NotFound where there is no such measure, NetworkProblems where what is decided cannot
    be.
    """
    at = next((number for number, row in enumerate(rows) if row.ref == ref), None)
    if at is None:
        likeliest = closest(ref, [row.ref for row in rows])
        raise NotFound([Problem(ref, "there is no such measure.", f"Did you mean {likeliest}?" if likeliest else "")])
    was = rows[at]
    row = replace(
        was,
        status=status,
        habitat=habitat or was.habitat,
        action=action or was.action,
        by=by.strip(),
        on=on,
        why=why or was.why,
        also=was.also if not habitat or habitat == was.habitat else "",
    )
    if problems := [Problem(ref, what, do) for what, do in _faults(row)]:
        raise NetworkProblems(problems)
    return (*rows[:at], row, *rows[at + 1 :])


def version(rows: Iterable[CrosswalkRow]) -> str:
    """The version of a crosswalk: twelve figures of the hash of all that people decided in it; empty if nothing."""
    said = sorted(
        f"{row.ref}\t{row.measure}\t{row.status}\t{row.habitat}\t{row.action}" for row in rows if row.is_decided
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12] if said else ""


def _proposals(described: pd.DataFrame) -> Iterator[tuple[str, str, CrosswalkRow]]:
    proposed = propose(described).to_dict("records")
    for (ref, measure), made in dict(zip(_published(described), proposed, strict=True)).items():
        row = CrosswalkRow(
            ref,
            measure,
            "proposed",
            made["habitat"],
            made["action"] or None,
            BETWEEN.join(made["also"]),
            made["confidence"],
            why=made["why"],
        )
        yield row.ref, row.measure, row


def _shown_again(earlier: CrosswalkRow, proposal: CrosswalkRow) -> CrosswalkRow:
    """A measure whose words changed: what was decided on the former words, and what the new ones would have it be."""
    guess = f"{proposal.habitat or 'no habitat'}, {proposal.action or 'no action'}"
    was = earlier.status if earlier.status == "refused" else f"{earlier.habitat}, {earlier.action}"
    why = f"it said: {earlier.measure} ({was}); the new words would be: {guess}"
    shown = proposal if earlier.status == "refused" else earlier
    return replace(
        proposal, status="words changed", habitat=shown.habitat, action=shown.action, also=shown.also, why=why
    )


def _row_problems(table: Table[CrosswalkRow], name: str) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    by_words = {(record.ref, record.measure): record for record in table.records}
    for line in table.rows:
        where, key = f"{name}:{line.line}", (line.text("ref"), line.text("measure"))
        if key in seen:
            yield Problem(where, f"{key[0]} with these words is on line {seen[key]} already.", "Keep one of them.")
        elif key in by_words:
            yield from (Problem(where, what, do) for what, do in _faults(by_words[key]))
        seen.setdefault(key, line.line)


def _faults(row: CrosswalkRow) -> Iterator[tuple[str, str]]:
    """What is wrong with a row and what to do about it."""
    for name in (*([row.habitat] if row.habitat else []), *_split(row.also)):
        if name not in habitats():
            likeliest = closest(name, habitats())
            yield f"the statutory metric has no habitat '{name}'.", f"Did you mean {likeliest}?" if likeliest else ""
    if row.is_decided and (not row.by or row.on is None):
        yield f"{row.ref} is {row.status}, and by whom or on which day is not said.", "Fill in by and on."
    if row.status == "confirmed" and not (row.habitat and row.action):
        yield f"{row.ref} is confirmed without habitat or action.", f"Fill them in; an action is {', '.join(ACTIONS)}."


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for one in cell.split(BETWEEN.strip()) if (part := one.strip()))


def undecided(rows: Sequence[CrosswalkRow]) -> Rows:
    """The rows that a person should look at: words that changed first, then proposals, the least sure first."""
    open_ = [row for row in rows if not row.is_decided]
    return tuple(sorted(open_, key=lambda row: (row.status != "words changed", row.confidence or 0.0, row.ref)))

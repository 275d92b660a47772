"""The crosswalks of a network: each area's table is brought up to date with the measures that it published."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lnrs.errors import NetworkProblems, Problem
from lnrs.model import Action
from lnrs.network import crosswalk
from lnrs.network.crosswalk import CrosswalkRow, Rows
from lnrs.network.folder import Network, NetworkSource
from lnrs.network.propose import SURE
from lnrs.network.published import open_source


@dataclass(frozen=True)
class AreaCrosswalk:
    """The crosswalk of one area as it stands."""

    lnrs_id: int
    name: str
    rows: Rows
    """A row for each published measure, and then past decisions."""
    published: int
    """How many of the rows are about what is published now; they come first."""
    version: str
    """The version of what people decided; empty where they decided nothing."""

    @property
    def now(self) -> Rows:
        """The rows of what is published now."""
        return self.rows[: self.published]

    @property
    def counts(self) -> dict[str, int]:
        """How many measures are confirmed, refused, proposed, a guess, and shown again."""
        found = Counter(row.status for row in self.now)
        guesses = sum(row.status == "proposed" and (row.confidence or 0.0) < SURE for row in self.now)
        return {"measures": self.published, **{status: found[status] for status in STATUSES}, "guesses": guesses}


STATUSES: tuple[crosswalk.Status, ...] = ("confirmed", "refused", "proposed", "words changed")


def up_to_date(network: Network, lnrs_ids: Sequence[int] = ()) -> list[AreaCrosswalk]:
    """Bring the crosswalk tables of these areas, or of all, up to date with what is published, and write them.

    Raises NetworkProblems with everything wrong in any of the tables, and then nothing is written; NotFound for an area
    without a source; what `open_source` raises.
    """
    sources = [network.source(lnrs_id) for lnrs_id in lnrs_ids] or list(network.sources)
    _check(network, sources)
    found = [_area(network, source) for source in sources]
    for area in found:
        crosswalk.write(network, area.lnrs_id, area.rows)
    return found


def decide(
    network: Network,
    lnrs_id: int,
    ref: str,
    status: crosswalk.Decision,
    *,
    by: str,
    on: datetime.date,
    habitat: str = "",
    action: Action | None = None,
    why: str = "",
) -> CrosswalkRow:
    """A person's decision on a measure of an area, written to its table. Raises as `crosswalk.decide` does."""
    area = _area(network, network.source(lnrs_id))
    rows = crosswalk.decide(area.now, ref, status, by=by, on=on, habitat=habitat, action=action, why=why)
    crosswalk.write(network, lnrs_id, (*rows, *area.rows[area.published :]))
    return next(row for row in rows if row.ref == ref)


def _check(network: Network, sources: Sequence[NetworkSource]) -> None:
    problems: list[Problem] = []
    for source in sources:
        try:
            crosswalk.read(network, source.lnrs_id)
        except NetworkProblems as error:
            problems += error.problems
    if problems:
        raise NetworkProblems(problems)


def _area(network: Network, source: NetworkSource) -> AreaCrosswalk:
    before = crosswalk.read(network, source.lnrs_id)
    with open_source(source.path, lnrs_id=source.lnrs_id) as opened:
        described, name = opened.described, opened.facts.name
    rows = crosswalk.refreshed(before, described)
    published = crosswalk.count_published(described)
    return AreaCrosswalk(source.lnrs_id, name, rows, published, crosswalk.version(rows))


def tell(area: AreaCrosswalk, say: Callable[[str], None], most: int = 20) -> None:
    """Say what a person should look at in an area, the most needed first."""
    open_ = crosswalk.undecided(area.now)
    if open_:
        say(f"\nTo be looked at, {min(most, len(open_))} of {len(open_)}:")
    for row in open_[:most]:
        say(f"  {row.ref}  {row.measure}")
        say(f"      {row.habitat or 'no habitat'}, {row.action or 'no action'} ({row.status}; {row.why})")

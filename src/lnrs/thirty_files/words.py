"""An account of 30 by 30 as rows, lines and data."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lnrs.statement.plain_words import capital, counted, day, ha, hectares, percent
from lnrs.thirty_by_thirty.beacons import Beacon
from lnrs.thirty_by_thirty.candidates import designations
from lnrs.thirty_by_thirty.counting import Count, Portion
from lnrs.thirty_by_thirty.rows import CANDIDATES, EXACT, PLACES, candidate_row, lacks, place_rows
from lnrs.thirty_by_thirty.standing import STATUS_WORDS
from lnrs.thirty_files.account import Account

PLACE_TITLES = (
    "place",
    "realm",
    "size, ha",
    "counts, ha",
    "share",
    "could count, ha",
    "fails, ha",
    "short of 30 %, ha",
)


def table(found: Account) -> list[tuple[str, ...]]:
    """A row for each place, as it is said."""
    return [_place_row(one) for one in found.counts]


def _place_row(one: Count) -> tuple[str, ...]:
    return (
        one.place.name,
        one.place.realm,
        "not known" if one.place.of_ha is None else hectares(one.place.of_ha),
        hectares(one.total.counts_ha),
        "not known" if one.share is None else percent(one.share),
        hectares(one.total.could_ha),
        hectares(one.total.fails_ha),
        "not known" if one.missing_ha is None else hectares(one.missing_ha),
    )


def long_rows(found: Account) -> Iterator[dict[str, Any]]:
    """A row for each place, and for each owner and designation in it; hectares to a square metre."""
    return (_plain(PLACES, row) for row in place_rows(found.counts))


def candidate_rows(found: Account) -> list[dict[str, Any]]:
    """A row for each candidate with what is counted as its own, in the order in which land is counted."""
    return [_plain(CANDIDATES, candidate_row(piece)) for piece in found.pieces]


def _plain(columns: Sequence[str], row: Sequence[object]) -> dict[str, Any]:
    texts = ("" if one is None else one.isoformat() if isinstance(one, date) else one for one in row)
    return dict(zip(columns, texts, strict=True))


def lines(found: Account) -> Iterator[str]:
    """What is to be said below the table."""
    whole = found.counts[0]
    yield f"On {day(found.on)}. Each hectare is counted once: under what counts before what could, then by designation."
    for test, lacking in whole.one_lacking_ha.items():
        if lacking:
            yield f"{capital(ha(lacking))} lack nothing but {test}."
    if not any(one.place.realm == "sea" for one in found.counts):
        yield from _unplaced_sea(found)
    for beacon in found.beacons:
        yield beacon_line(beacon)
    for one in found.scenario:
        share = "" if one.added_share is None else f", {one.added_share * 100:+.2f} points of its share"
        where = f"{one.after.place.name} ({one.after.place.realm})"
        yield f"Supposed: in {where} {ha(one.added_ha)} more would count{share}."


def _unplaced_sea(found: Account) -> Iterator[str]:
    """What lies in a sea of which no outline is given, and so stands in no row."""
    sea = [one for one in found.pieces if one.candidate.realm == "sea"]
    if sea:
        counts_ha = sum(one.own_ha for one in sea if one.standing.status == "counts")
        yield f"In the sea: {ha(counts_ha)} counts, in {counted(len(sea), 'candidate')}; no outline of it is given."


def beacon_line(one: Beacon) -> str:
    """What a protected landscape does, and what would raise its share, in a sentence or two."""
    share = "not known" if one.count.share is None else percent(one.count.share)
    beside = "" if one.beside.share is None else f", beside {percent(one.beside.share)} of {one.beside.place.name}"
    said = f"{one.count.place.name}: {share} counts{beside}."
    if one.steps:
        first = one.steps[0]
        lacking = lacks(first.piece.standing.lacks)
        said += f" Nearest to counting is {_named(first)}: {ha(first.area_ha)}, which lacks {lacking}."
    return said


def _named(portion: Portion) -> str:
    return portion.piece.candidate.name or portion.piece.candidate.ref


def as_data(found: Account) -> dict[str, Any]:
    """Everything, for JSON."""
    return {
        "on": found.on.isoformat(),
        "places": list(long_rows(found)),
        "candidates": candidate_rows(found),
        "way": [
            {
                "on": point.on.isoformat(),
                "known": point.known,
                "counts_ha": round(point.counts_ha, EXACT),
                "by_owner_ha": {owner: round(value, EXACT) for owner, value in point.by_owner.items()},
                "wanted_ha": None if point.wanted_ha is None else round(point.wanted_ha, EXACT),
            }
            for point in found.way
        ],
        "scenario": [
            {"place": one.after.place.name, "realm": one.after.place.realm, "added_ha": round(one.added_ha, EXACT)}
            for one in found.scenario
        ],
    }


def status_words(status: str) -> str:
    """A status as it is said."""
    return {str(key): words for key, words in STATUS_WORDS.items()}[status]


def designation_words(code: str) -> str:
    """A designation as it is said."""
    return designations()[code].name

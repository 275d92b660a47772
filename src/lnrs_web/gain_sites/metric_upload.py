"""The file of a metric, read in a process apart: its habitats with their units come back. The file is not kept,
only its SHA-256, and the shapes of its parcels where it has them."""

import hashlib
import json
from dataclasses import dataclass
from threading import BoundedSemaphore

from lnrs.errors import Problem
from lnrs.net_gain.differing import Claim
from lnrs.significance import Action
from lnrs_web.config.clock import today
from lnrs_web.config.confined import answer_of
from lnrs_web.gain_sites.habitats import Line
from lnrs_web.gain_sites.refused import ListingRefused, refuse

FIELD = "metric"
LARGEST_BYTES = 20_000_000
WAIT_S, CPU_S, MEMORY_BYTES, ANSWER_BYTES = 60, 30, 2_500_000_000, 8_000_000
_ROOM = BoundedSemaphore(2)
_PROGRAM = """
import sys
for name in ("geopandas", "pandas", "pyarrow"):
    sys.modules[name] = None
from lnrs_web.gain_sites.metric_worker import main
main()
"""


@dataclass(frozen=True)
class ReadMetric:
    """What a metric offers, what was found in its file, and which file it was."""

    lines: list[Line]
    findings: list[str]
    source: str
    ground_m2: int
    """Square metres of its habitats that take ground, as they are before; 0 where it has none."""
    claims: list[Claim]
    """What it says of each of its parcels; nothing where it has no shapes."""


def read_metric(data: bytes, name: str) -> ReadMetric:
    """The habitats of a metric's file: the official workbook, or the GeoPackage of its template.

    Raises ListingRefused with every problem.
    """
    if not data or len(data) > LARGEST_BYTES:
        most = LARGEST_BYTES // 1_000_000
        raise refuse(FIELD, "The file is empty or too large.", f"Choose a metric of up to {most} MB.")
    if not _ROOM.acquire(timeout=WAIT_S):
        raise refuse(FIELD, "Other people’s files are being read.", "Try again in a minute.")
    shown = "".join(letter for letter in name if letter.isprintable())[-80:] or "metric"
    told = {"name": shown, "on": today().isoformat(), "seconds": CPU_S, "bytes": MEMORY_BYTES}
    try:
        said = answer_of(_PROGRAM, told, data, wait_s=WAIT_S, most_bytes=ANSWER_BYTES)
    finally:
        _ROOM.release()
    try:
        found = json.loads(said)
    except ValueError:
        what = "It could not be read with the time and memory that a metric needs."
        raise refuse(FIELD, what, "Save it anew with the official tool.") from None
    if "problems" in found:
        raise ListingRefused([Problem(FIELD, what, do) for what, do in found["problems"]])
    lines = [Line(**one | {"why": tuple(one["why"])}) for one in found["lines"]]
    digest = hashlib.sha256(data).hexdigest()
    claims = [
        Claim(**one | {"action": Action(one["action"]), "wkb": bytes.fromhex(one["wkb"])}) for one in found["claims"]
    ]
    return ReadMetric(lines, found["findings"], f"{shown}, SHA-256 {digest}", found["ground_m2"], claims)

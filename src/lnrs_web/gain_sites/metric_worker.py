"""The program that reads a metric: a process of its own, with little memory, little time, and no file or connection
that it could open. It is told what to read on standard input, and answers on standard output.

The first line of the input is JSON, `{"name": ..., "on": ..., "seconds": ..., "bytes": ...}`; the file follows.
"""

import encodings.cp437  # names in archives
import encodings.latin_1  # noqa: F401
import json
import sys
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from lnrs.bng.parcels import Plan
from lnrs.bng.rule_sets import rule_set_on
from lnrs.bng.soundness import problems_of
from lnrs.bng.spatial_rules import schemes
from lnrs.bng.tables import Tables
from lnrs.errors import LnrsError
from lnrs.metric_files.checks import takes_ground
from lnrs.metric_files.features import layers
from lnrs.metric_files.layout import layouts
from lnrs.metric_files.reading import read_data
from lnrs.net_gain.differing import claims
from lnrs_web.config.confined import bound
from lnrs_web.gain_sites.metric_lines import offered

TOLD = 30
"""Problems that are told; the rest are counted."""
MOST_CLAIMS, MOST_CLAIM_BYTES = 2_000, 1_600_000
"""Of a file with more, or with shapes of more bytes (100,000 corners, counted for each claim), no parcel is held beside
the strategy."""


def answer(data: bytes, name: str, tables: Tables) -> dict[str, Any]:
    """What is said of a file: `lines`, `findings`, `ground_m2` and `claims`, or a list of `problems`."""
    try:
        metric = read_data(data, Path(name))
        if wrong := problems_of(metric.plan, tables):
            return {"problems": _told(wrong)}
        lines = [asdict(one) for one in offered(metric.plan, tables)]
    except LnrsError as refused:
        return {"problems": _told(refused.problems)}
    findings = [f"{one.where}: {one.what} {one.do}".strip() for one in metric.findings]
    if metric.kind == "workbook" and metric.project.version:
        findings.insert(0, f"Read from the official workbook, version {metric.project.version}.")
    claimed = list(claims(metric))
    if len(claimed) > MOST_CLAIMS or sum(len(one.wkb) for one in claimed) > MOST_CLAIM_BYTES:
        claimed = []
        findings.insert(0, "It has too many parcels for each to be held beside the strategy.")
    return {
        "lines": lines,
        "findings": findings[:TOLD],
        "ground_m2": ground_m2(metric.plan),
        "claims": [{**asdict(one), "wkb": one.wkb.hex()} for one in claimed],
    }


def ground_m2(plan: Plan) -> int:
    """Square metres of the habitats that take ground, as they are before anything is done."""
    there = (one for one in plan.existing if one.module == "area" and takes_ground(one.state.habitat))
    return round(sum((Fraction(one.size) for one in there), start=Fraction(0)) * 10_000)


def _told(problems: Any) -> list[list[str]]:
    found = [[one.what if one.where == "metric" else f"{one.where}: {one.what}", one.do] for one in problems]
    rest = len(found) - TOLD
    return [*found[:TOLD], *([[f"So it is with {rest} more.", ""]] if rest > 0 else [])]


def main() -> None:
    """Read one file from standard input, and answer."""
    told = json.loads(sys.stdin.buffer.readline())
    tables = rule_set_on(date.fromisoformat(told["on"])).tables
    layouts(), layers(), schemes()  # whatever is read from a file is read now
    bound(cpu_s=told["seconds"], memory_bytes=told["bytes"])
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(), told["name"], tables), ensure_ascii=False))

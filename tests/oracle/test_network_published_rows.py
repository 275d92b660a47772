"""The reader of batches agrees with a plain one that looks at one row after another, whatever was published."""

import tempfile
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.network.published import open_source

from ..unit.published_case import bowtie, frame, square

SHAPES: dict[str, Any] = {
    "square": square(0, 0),
    "wide": square(2, 0, 2),
    "bowtie": bowtie(5, 0),
    "none": None,
    "empty": shapely.MultiPolygon(),
    "line": shapely.LineString([(380_000, 395_000), (380_500, 395_000)]),
    "far": shapely.box(-500, 10, -400, 20),
}
LAND_M2 = {"square": 10_000.0, "wide": 40_000.0, "bowtie": 5_000.0}
"""Of the shapes that can be taken."""

rows_published = st.lists(
    st.tuples(
        st.sampled_from(["11", " 11", "11.0", "6", "", "eleven"]),
        st.sampled_from([1.0, 2.0, None]),
        st.sampled_from(["Plant trees.", "Mow less.", ""]),
        st.sampled_from(list(SHAPES)),
    ),
    min_size=1,
    max_size=30,
)


def one_after_another(rows: list[tuple[str, float | None, str, str]]) -> list[tuple[str, str, float] | str]:
    """What becomes of each row: (reference, words, land in square metres), or why it is not taken."""
    seen: set[tuple[Any, ...]] = set()
    became: list[tuple[str, str, float] | str] = []
    for area, number, words, shape in rows:
        if area.strip() == "6":
            became.append("left out")
        elif (number is None and not words) or shape not in LAND_M2:
            became.append("refused")
        elif (number, words, shape) in seen:
            became.append("left out")
        else:
            seen.add((number, words, shape))
            became.append((f"{number:.0f}" if number else "made", words, LAND_M2[shape]))
    return became


@settings(max_examples=10)
@given(more=rows_published, size=st.integers(1, 9))
def test_every_row_becomes_what_it_would_alone(more: list[tuple[str, float | None, str, str]], size: int) -> None:
    rows = [("11", 1.0, "Plant trees.", "square"), *more]
    areas, numbers, words, shapes = zip(*rows, strict=True)
    columns = {"lnrs_id": areas, "pm_id": [*map(as_number, numbers)], "pm_desc": words}
    table = frame(columns, [SHAPES[shape] for shape in shapes])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "map.gpkg"
        pyogrio.write_dataframe(table, file, layer="PM", geometry_type="Unknown", SPATIAL_INDEX="NO")
        source = open_source(file, lnrs_id=11)
        batches = [*source.batches("measures", rows=size)]
    taken = [
        (row.ref if not row.ref.startswith("pm-") else "made", row.measure, round(row.geometry.area, 3))
        for batch in batches
        for row in batch.itertuples()
    ]
    plain, log = one_after_another(rows), source.logs["measures"]
    assert taken == [one for one in plain if isinstance(one, tuple)]
    assert (log.rows_in, log.rows_out) == (len(rows), len(taken))
    assert (log.refused, log.left_out) == (plain.count("refused"), plain.count("left out"))
    told = [note.row for note in log.notes if note.kind in ("refusal", "left_out")]
    assert sorted(told) == [at for at, one in enumerate(plain, 1) if isinstance(one, str)]


def as_number(number: float | None) -> float:
    """A number as a table holds it."""
    return float("nan") if number is None else number

"""What meets across borders, in words and as files in a network folder: `meetings/`."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyogrio

from lnrs.edition.place import taking_the_place_of
from lnrs.edition.tables import write_csv
from lnrs.network.border_report import named
from lnrs.network.conflict_land import Warn, unheard
from lnrs.network.folder import Network
from lnrs.network.meeting_land import Meetings, look

FOLDER = "meetings"
TITLES = {"measures": "Mapped measures", "important": "Areas of particular importance"}
SHOWN = 10


def look_and_write(network: Network, lnrs_ids: Sequence[int], within_m: float, warn: Warn = unheard) -> list[Meetings]:
    """Find what meets across the borders of a network, and write `meetings/` anew: for each layer a table of pairs of
    areas, of pairs of polygons and of groups, and a map, `meetings.gpkg`. Raises what `look` does, and CannotWrite.
    """
    found = look(network, lnrs_ids, within_m=within_m, warn=warn)
    with taking_the_place_of(network.folder / FOLDER) as draft:
        for one in found:
            write_csv(_rounded(one.pairs), draft / f"{one.layer}-pairs.csv")
            write_csv(_rounded(one.single), draft / f"{one.layer}.csv")
            write_csv(_rounded(one.groups), draft / f"{one.layer}-groups.csv")
            file = draft / "meetings.gpkg"
            how = {"layer": one.layer, "driver": "GPKG", "geometry_type": "MultiPolygon", "promote_to_multi": True}
            pyogrio.write_dataframe(one.land, file, append=file.exists(), **how)
    return found


def _rounded(table: Any) -> Any:
    return table.round({"contact_m": 1, "apart_m": 2})


def in_words(found: Sequence[Meetings]) -> Iterator[str]:
    """The findings, line by line."""
    for one in found:
        if one.pairs.empty:
            yield f"{TITLES[one.layer]}: nothing meets across a border."
            continue
        groups = len(one.groups)
        what = "group crosses a border" if groups == 1 else "groups cross a border"
        yield f"{TITLES[one.layer]}: {groups:,} {what}, {one.groups['ha'].sum():,.2f} ha in all."
        for row in one.pairs.sort_values("contact_m", ascending=False).head(SHOWN).to_dict("records"):
            yield (
                f"  {named(row['a'])} and {named(row['b'])}: along {row['contact_m']:,.0f} m, "
                f"{row['a_ha']:,.2f} ha meet {row['b_ha']:,.2f} ha."
            )
        largest = one.groups.iloc[0]
        yield f"  The largest group has {largest['ha']:,.2f} ha in areas {largest['areas'].replace(' ', ', ')}."


def as_data(found: Sequence[Meetings]) -> list[dict[str, Any]]:
    """The figures as plain data."""
    return [
        {
            "layer": one.layer,
            "pairs": _rounded(one.pairs).round(4).to_dict("records"),
            "groups": one.groups.round(4).to_dict("records"),
        }
        for one in found
    ]

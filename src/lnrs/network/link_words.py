"""The links that matter most, read from an England edition and said in words."""

import io

import pandas as pd

from lnrs.errors import NotFound, Problem
from lnrs.network import link_files, sealing
from lnrs.network.storage import Store

TITLES = ("From", "To", "Gap, m", "Patches, ha", "Worth, ha2", "Habitat", "Areas")


def read(store: Store, *, habitat: str | None = None, crossing: bool = False) -> pd.DataFrame:
    """The links of an England edition by their worth, with the columns of `link_files.COLUMNS`: of one habitat, and of
    those that cross borders alone, where that is asked. Raises NotFound for a habitat without links."""
    sealing.read(store)
    if not store.has(link_files.TABLE):
        advice = "Build it again."
        raise NotFound([Problem(store.address, f"this England edition has no {link_files.TABLE}.", advice)])
    links = pd.read_csv(io.BytesIO(store.read(link_files.TABLE)), keep_default_na=False)
    if habitat:
        known = sorted(set(links["habitat"]))
        named = [name for name in known if name.casefold() == habitat.casefold()]
        if not named:
            raise NotFound([Problem(habitat, "has no links here.", f"Habitats that do: {', '.join(known)}.")])
        links = links[links["habitat"] == named[0]]
    if crossing:
        links = links[links["crosses_border"]]
    return links.sort_values(["worth_ha2", "habitat", "rank"], ascending=[False, True, True], ignore_index=True)


def rows(links: pd.DataFrame) -> list[tuple[str, ...]]:
    """Rows of a table with `TITLES`."""
    return [
        (
            str(link.from_place),
            str(link.to_place),
            f"{link.gap_m:,.0f}",
            f"{link.from_ha:,.1f} and {link.to_ha:,.1f}",
            f"{link.worth_ha2:,.0f}",
            str(link.habitat),
            f"{link.from_area} | {link.to_area}" if link.crosses_border else str(link.from_area),
        )
        for link in links.itertuples()
    ]


def in_numbers(links: pd.DataFrame, shown: int) -> list[str]:
    """What is said below the table."""
    cross = links[links["crosses_border"]]
    pairs = cross.apply(lambda link: tuple(sorted((link["from_lnrs_id"], link["to_lnrs_id"]))), axis=1)
    lines = [f"{shown:,} of {len(links):,} links; {len(cross):,} cross a border"]
    lines[0] += f", between {pairs.nunique():,} pairs of areas." if len(cross) else "."
    return lines

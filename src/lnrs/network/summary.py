"""The figures of an England edition in a few lines."""

import io

import pandas as pd

from lnrs.network.covered import ENGLAND
from lnrs.network.storage import Store


def summary_rows(store: Store) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Titles and rows of a table: of each habitat in England, what there is now and with every measure delivered."""
    habitats = pd.read_csv(io.BytesIO(store.read("figures/habitats.csv")))
    titles = ("Habitat", "Now ha", "Delivered ha", "Connected now ha", "Connected delivered ha")
    chosen = habitats[habitats["lnrs_id"] == ENGLAND].pivot(
        index="habitat", columns="state", values=["extent_ha", "connected_ha"]
    )
    columns = [("extent_ha", "now"), ("extent_ha", "delivered"), ("connected_ha", "now"), ("connected_ha", "delivered")]
    figures = chosen.reindex(columns=columns).fillna(0.0)
    rows = zip(figures.index, figures.to_numpy(), strict=True)
    return titles, [(str(name), *(f"{value:,.0f}" for value in row)) for name, row in rows]

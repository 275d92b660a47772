"""Words of the tables that the layers must know too."""

from collections.abc import Iterator

from lnrs.errors import Problem
from lnrs.strategy.draft import Draft
from lnrs.strategy.vocabulary import unknown_words


def word_problems(draft: Draft) -> Iterator[Problem]:
    """A measure's habitat that land parcels can never have."""
    for row in draft.measures.rows:
        habitat = row.text("habitat")
        for fault in unknown_words("land_parcels", (habitat,) if habitat else (), (), "habitat"):
            yield Problem(draft.measures.where(row), fault.what, fault.do)

"""What is done to the words of editions."""

from pathlib import Path

from django.db import transaction

from lnrs_web.editions.bulk import insert
from lnrs_web.editions.models import Edition
from lnrs_web.search.models import Lexicon, Text
from lnrs_web.search.texts import texts
from lnrs_web.search.words import words

SHORTEST = 3
"""Letters of a word that may be offered in place of another."""


@transaction.atomic
def take_in(edition: Edition, folder: Path, *, by: str) -> int:  # noqa: ARG001
    """Write the texts of an edition whose rows are written and whose files are in `folder`, in place of any that are
    there; how many they are."""
    Text.objects.filter(edition=edition).delete()
    rows = list(texts(edition, folder))
    insert(rows)
    known = {word.folded for row in rows for text in (row.title, row.body) for word in words(text)}
    kept = sorted(word for word in known if len(word) >= SHORTEST and not word.isdigit())
    Lexicon.objects.update_or_create(edition=edition, defaults={"words": kept})
    return len(rows)

"""What is done to the words of editions."""

from pathlib import Path

from django.db import transaction

from lnrs_web.editions.bulk import insert
from lnrs_web.editions.models import Edition
from lnrs_web.search.models import Lexicon, Text
from lnrs_web.search.texts import pages, texts
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


@transaction.atomic
def take_in_pages(area: int) -> None:
    """Write the texts of what an area's editors have published, by the area's number, in place of those that are there:
    in each edition that can be searched."""
    for lexicon in Lexicon.objects.select_for_update(no_key=True).filter(edition__area=area).order_by("pk"):
        edition = lexicon.edition
        Text.objects.filter(edition=edition, kind=Text.Kind.PAGE).delete()
        rows = list(pages(edition))
        insert(rows)
        known = {word.folded for row in rows for text in (row.title, row.body) for word in words(text)}
        lexicon.words = sorted({*lexicon.words, *(one for one in known if len(one) >= SHORTEST and not one.isdigit())})
        lexicon.save(update_fields=["words"])

"""Words with a particular meaning."""

from lnrs.document.tree import Block, Heading, Term, Terms
from lnrs.law.words import MEANINGS


def words_used() -> list[Block]:
    """An appendix: a short glossary."""
    items = tuple(Term((term,), (means,)) for term, means in MEANINGS.items())
    return [Heading(2, "Words used", "words-used", appendix=True), Terms(items)]

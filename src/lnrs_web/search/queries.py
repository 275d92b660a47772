"""What is asked of the words of an edition."""

from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches

from django.urls import reverse

from lnrs_web.editions.models import Edition
from lnrs_web.search import text_index
from lnrs_web.search.models import Lexicon, Text
from lnrs_web.search.question import Question, read
from lnrs_web.search.snippets import Part, marked, snippet
from lnrs_web.search.words import stem, words
from lnrs_web.strategy import addresses

ON_A_PAGE = 20
LIKENESS = 0.72
"""How like a word must be to one of the edition to be offered in its place (`difflib`'s ratio)."""

SITE = str(Text.Kind.SITE)
ORDER = {kind: place for place, kind in enumerate(Text.Kind.values)}


ONE = {
    "priority": "Priority",
    "measure": "Measure",
    "species": "Species",
    "benefit": "Wider benefit",
    "funding": "Way to pay for it",
    "chapter": "Chapter of the strategy",
    "word": "Word explained",
    "document": "Document or data",
    "page": "Find out more",
}
"""What one thing of a kind is called; a zone and a site say themselves what they are."""


@dataclass(frozen=True)
class Hit:
    """Something that was found: where it is, and what of it answers the question."""

    text: Text
    address: str
    title: list[Part]
    kind: str
    """What kind of thing it is, in words."""
    snippet: list[Part]


@dataclass(frozen=True)
class Found:
    """A page of what was found."""

    hits: list[Hit]
    counts: dict[Text.Kind, int]
    """How much of each kind there is, whatever kind is looked at."""
    total: int
    """Of all kinds."""
    page: int
    pages: int
    first: int
    """Number of the page's first hit, from 1."""


def is_indexed(edition: Edition) -> bool:
    """Whether the words of an edition have been taken in."""
    return Lexicon.objects.filter(edition=edition).exists()


def found(edition: Edition, question: Question, kind: str = "", page: int = 1) -> Found:
    """What of an edition answers a question: a reference that is asked for exactly first, then the best.

    Sites, which are many and have little but a name, come after everything else.

    `kind` is one of `Text.Kind`, or nothing for all; a page beyond the last is the last.
    """
    every = text_index.found(edition.pk, question) if question.sought else []
    counts = Counter(one[1] for one in every)
    exact = question.asked.strip().casefold()
    wanted = [one for one in every if not kind or one[1] == kind]
    wanted.sort(key=lambda one: (one[2].casefold() != exact, one[1] == SITE, -round(one[3], 6), ORDER[one[1]], one[0]))
    pages = max(-(-len(wanted) // ON_A_PAGE), 1)
    page = min(max(page, 1), pages)
    first = (page - 1) * ON_A_PAGE
    shown = [one[0] for one in wanted[first : first + ON_A_PAGE]]
    rows = Text.objects.defer("title_stems", "body_stems").in_bulk(shown)
    return Found(
        hits=[_hit(rows[key], edition, question) for key in shown],
        counts={Text.Kind(one): counts[one] for one in ORDER if counts[one]},
        total=len(every),
        page=page,
        pages=pages,
        first=first + 1,
    )


def meant_instead(edition: Edition, question: Question) -> str:
    """The question with words of the edition in place of those that it does not have; nothing where that finds no
    more."""
    lexicon = Lexicon.objects.filter(edition=edition).first()
    if lexicon is None:
        return ""
    known = {stem(word) for word in lexicon.words}
    instead, end = "", 0
    for word in words(question.asked):
        if word.stem in known or word.folded not in question.folded:
            continue
        near = [one for one in lexicon.words if abs(len(one) - len(word.folded)) <= 2]
        if not (like := get_close_matches(word.folded, near, 1, LIKENESS)):
            return ""
        instead, end = instead + question.asked[end : word.first] + like[0], word.end
    instead += question.asked[end:]
    return instead if end and found(edition, read(instead)).total else ""


def _hit(text: Text, edition: Edition, question: Question) -> Hit:
    kind = ONE.get(text.kind, "")
    said = snippet(text.body, question) if kind else []
    return Hit(text, _address(text, edition), marked(text.title, question), kind or text.body, said)


def _address(text: Text, edition: Edition) -> str:
    page, parts, anchor = (text.target[name] for name in ("page", "parts", "anchor"))
    if page == "edition-file":
        return reverse(page, args=[edition.area.slug, *parts])
    where = addresses.address(page, edition, *parts, **text.target["asked"])
    return f"{where}#{anchor}" if anchor else where

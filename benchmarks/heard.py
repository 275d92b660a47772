"""Letters that are nearly the same, found among thousands: MinHash with bands beside every pair compared in full."""

import random
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from benchmarks.agreement import Disagrees
from benchmarks.report import Table
from lnrs_web.analysis.alike import ALIKE, groups_alike, jaccard, shingles_of
from lnrs_web.analysis.campaigns import campaigns_of
from lnrs_web.analysis.sensitive import suggestions
from lnrs_web.analysis.themes import themes_of
from lnrs_web.analysis.words import words_of

LETTERS = {"small": 1_000, "full": 5_000}
Found = TypeVar("Found")


def run(size: str) -> list[Table]:
    """The tables of this benchmark."""
    texts = letters(LETTERS[size])
    groups, ours_s = _timed(lambda: groups_alike(texts))
    plain, plain_s = _timed(lambda: every_pair(texts))
    if groups != plain:
        raise Disagrees("the groups of letters are not those of every pair compared")
    campaigns, campaigns_s = _timed(lambda: campaigns_of(texts))
    themes, themes_s = _timed(lambda: themes_of(texts))
    spans, spans_s = _timed(lambda: [suggestions(text) for text in texts])
    rows = (
        ("groups of nearly identical letters", f"{ours_s:.1f} s", f"{plain_s:.1f} s", f"{plain_s / ours_s:.0f}"),
        (f"campaigns, with what people added: {len(campaigns)}", f"{campaigns_s:.1f} s", "", ""),
        (f"themes suggested: {len(themes)}", f"{themes_s:.1f} s", "", ""),
        (f"words that may have to go, in {sum(map(bool, spans)):,} letters", f"{spans_s:.1f} s", "", ""),
    )
    return [Table(f"{len(texts):,} letters", ("work", "lnrs", "every pair", "times as fast"), rows)]


def letters(count: int) -> list[str]:
    """Letters of invented words, of which 8 in 100 share a text; the same every time."""
    chance = random.Random(2027)
    words = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(3, 9))) for _ in range(6000)]
    weights = [1 / (rank + 5) for rank in range(len(words))]
    shared = ". ".join(" ".join(chance.choices(words, k=12)) for _ in range(15)) + "."
    own = [" ".join(chance.choices(words, weights, k=chance.randint(30, 300))) + "." for _ in range(count * 92 // 100)]
    campaign = [f"{shared} {' '.join(chance.choices(words, k=at % 12))}" for at in range(count - len(own))]
    chance.shuffle(both := own + campaign)
    return both


def every_pair(texts: Sequence[str]) -> list[list[int]]:
    """The definition: every two letters compared."""
    shingles = [shingles_of(words_of(text)) for text in texts]
    group = list(range(len(texts)))
    for one in range(len(texts)):
        for other in range(one):
            if group[one] != group[other] and jaccard(shingles[one], shingles[other]) >= ALIKE:
                old, new = sorted((group[one], group[other]), reverse=True)
                group = [new if at == old else at for at in group]
    found: dict[int, list[int]] = {}
    for at, first in enumerate(group):
        found.setdefault(first, []).append(at)
    return sorted((one for one in found.values() if len(one) > 1), key=lambda one: (-len(one), one[0]))


def _timed(work: Callable[[], Found]) -> tuple[Found, float]:
    begun = time.perf_counter()
    found = work()
    return found, time.perf_counter() - begun

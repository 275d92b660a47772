"""Texts that are nearly the same: shingles of words, MinHash signatures, and bands that bring likely pairs together.

Broder, "On the resemblance and containment of documents" (1997); Leskovec, Rajaraman and Ullman, "Mining of massive
datasets", chapter 3. Each pair that the bands bring together is compared in full, so that nothing unlike is joined;
of pairs just at the threshold one in 26,000 is not brought together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b

import numpy as np

from lnrs_web.analysis.words import words_of

ALIKE = 0.85
"""Shared shingles, as a share (0 to 1) of all shingles of two texts, from which they count as nearly the same."""
SHINGLE_WORDS = 3
BANDS, ROWS = 32, 8
_ODD = np.random.Generator(np.random.PCG64(2023)).integers(0, 2**63, size=(2, BANDS * ROWS), dtype=np.uint64)
_TIMES, _PLUS = _ODD[0] * np.uint64(2) + np.uint64(1), _ODD[1]
_PLACES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


def groups_alike(texts: Sequence[str], alike: float = ALIKE) -> list[list[int]]:
    """Groups of two or more texts, by their positions, each joined by pairs that share at least `alike` of their
    shingles. The largest group first; a text without words is in none."""
    by_words: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        by_words[tuple(words_of(text))].append(at)
    by_words.pop((), None)
    different = [shingles_of(words) for words in by_words]
    joined = _joined(different, alike)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for root, same in zip(joined, by_words.values(), strict=True):
        members[root] += same
    found = [sorted(group) for group in members.values() if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def shingles_of(words: Sequence[str]) -> frozenset[int]:
    """Each run of three words as a number of 64 bits; a text of fewer words is one shingle."""
    if len(words) < SHINGLE_WORDS:
        return frozenset({_number(" ".join(words))})
    numbers = np.array([_number(word) for word in words], dtype=np.uint64)
    runs = np.lib.stride_tricks.sliding_window_view(numbers, SHINGLE_WORDS)
    mixed = (runs * _PLACES).sum(axis=1, dtype=np.uint64)
    mixed ^= mixed >> np.uint64(31)
    return frozenset((mixed * np.uint64(0xBF58476D1CE4E5B9)).tolist())


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """What two sets share, as a share (0 to 1) of what they have together."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


@cache
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def signatures_of(texts: Iterable[frozenset[int]]) -> np.ndarray:
    """The least value of each hash over each text's shingles: uint64 of shape (texts, BANDS x ROWS)."""
    signatures = [
        (np.fromiter(one, np.uint64, len(one))[:, None] * _TIMES + _PLUS >> np.uint64(16)).min(axis=0) for one in texts
    ]
    return np.array(signatures, dtype=np.uint64).reshape(-1, BANDS * ROWS)


def _joined(texts: Sequence[frozenset[int]], alike: float) -> list[int]:
    """For each text the first of those that it is joined with."""
    first = list(range(len(texts)))

    def root(at: int) -> int:
        while first[at] != at:
            first[at] = at = first[first[at]]
        return at

    signatures = signatures_of(texts)
    for band in range(BANDS):
        buckets: defaultdict[bytes, list[int]] = defaultdict(list)
        for at, part in enumerate(np.ascontiguousarray(signatures[:, band * ROWS : (band + 1) * ROWS])):
            buckets[part.tobytes()].append(at)
        for bucket in buckets.values():
            groups: list[list[int]] = []  # one that is like any of a group is of the group: a campaign is met once
            for one in bucket:
                apart, joined = [], [one]
                for group in groups:
                    is_one = root(group[0]) == root(one)
                    if is_one or any(jaccard(texts[one], texts[other]) >= alike for other in group):
                        a, b = root(group[0]), root(one)
                        first[max(a, b)] = min(a, b)
                        joined = group + joined
                    else:
                        apart.append(group)
                groups = [*apart, joined]
    return [root(at) for at in range(len(texts))]

"""What many texts are about, suggested by the words that they share. People name and accept themes; this only helps.

Words are stemmed and weighed by TF-IDF (Salton and Buckley 1988), and the table of texts by words is taken apart into
a few themes by non-negative matrix factorisation (Lee and Seung 1999), begun from the singular vectors (Boutsidis and
Gallopoulos 2008), so that the same texts give the same themes. A text may have several.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import snowballstemmer
from scipy import sparse
from scipy.sparse import linalg

from lnrs_web.analysis.words import words_of

MOST_THEMES = 12
WORDS_SHOWN = 6
STEPS = 80
SHARE = 0.3
"""How much of a text (0 to 1) has to be of a theme for it to be suggested."""
MOST_STEMS = 4000

COMMON = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "don't",
        "down",
        "during",
        "each",
        "few",
        "for",
        "from",
        "further",
        "get",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "i'm",
        "if",
        "in",
        "into",
        "is",
        "it",
        "it's",
        "its",
        "just",
        "like",
        "make",
        "many",
        "may",
        "me",
        "more",
        "most",
        "much",
        "must",
        "my",
        "need",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "please",
        "put",
        "same",
        "see",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "us",
        "very",
        "want",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "will",
        "with",
        "would",
        "yes",
        "you",
        "your",
        "yours",
        "dear",
        "sir",
        "madam",
        "regards",
        "sincerely",
        "faithfully",
        "think",
        "really",
    ]
)


@dataclass(frozen=True)
class Theme:
    """A theme that is suggested."""

    words: tuple[str, ...]
    """The words that speak for it, the strongest first, as they are most often written."""
    texts: tuple[tuple[int, float], ...]
    """Positions of its texts, each with its share of the theme (0 to 1), the most typical first."""


def themes_of(texts: Sequence[str], count: int | None = None) -> list[Theme]:
    """Themes suggested for some texts, the largest first; none for fewer than four texts with words in common.

    `count` is how many are looked for; by default more for more texts, at most 12.
    """
    table, written = _weighed(texts)
    used = np.flatnonzero(np.diff(table.indptr))
    many = min(
        count or min(MOST_THEMES, max(2, round(len(used) ** 0.5 / 3))),
        *(one - 1 for one in (len(used), table.shape[1])),
    )
    if len(used) < 4 or many < 1:
        return []
    of_texts, of_words = _parts(table[used], many)
    strength = of_texts * of_words.sum(axis=1)
    shares = strength / np.maximum(strength.sum(axis=1, keepdims=True), 1e-12)
    found = []
    for at in range(many):
        mine = np.flatnonzero(shares[:, at] >= SHARE)
        order = mine[np.lexsort((mine, -shares[mine, at].round(9)))]
        best = np.argsort(-of_words[at], kind="stable")[:WORDS_SHOWN]
        words = tuple(written[stem] for stem in best if of_words[at, stem] > 0)
        if len(order) and words:
            found.append(Theme(words, tuple((int(used[one]), float(shares[one, at].round(3))) for one in order)))
    return sorted(found, key=lambda one: (-len(one.texts), one.words))


def _weighed(texts: Sequence[str]) -> tuple[sparse.csr_matrix, list[str]]:
    """Texts by stems, weighed, each text of length 1; and how each stem is most often written."""
    stem = snowballstemmer.stemmer("english").stemWord
    stems: dict[str, str] = {}
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counts: list[Counter[str]] = []
    for text in texts:
        here: Counter[str] = Counter()
        for word in words_of(text):
            if len(word) > 2 and word not in COMMON and not word.isdigit():
                root = stems.get(word) or stems.setdefault(word, stem(word))
                written[root][word] += 1
                here[root] += 1
        counts.append(here)
    held = Counter(root for here in counts for root in here)
    often = [root for root in held if 2 <= held[root] <= 0.8 * max(len(texts), 5)]
    kept = sorted(sorted(often, key=lambda root: (-held[root], root))[:MOST_STEMS])
    place = {root: at for at, root in enumerate(kept)}
    rows = [(at, place[root], n) for at, here in enumerate(counts) for root, n in sorted(here.items()) if root in place]
    at, column, n = np.array(rows, dtype=float).reshape(-1, 3).T
    rare = np.log((1 + len(texts)) / (1 + np.array([held[root] for root in kept] or [0]))) + 1
    values = (1 + np.log(np.maximum(n, 1))) * rare[column.astype(int)] if len(n) else n
    table = sparse.csr_matrix((values, (at.astype(int), column.astype(int))), shape=(len(texts), len(kept)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    scaled = sparse.diags(1 / np.maximum(length, 1e-12)) @ table
    return sparse.csr_matrix(scaled), [
        min(written[root], key=lambda word: (-written[root][word], word)) for root in kept
    ]


def _parts(table: sparse.csr_matrix, many: int) -> tuple[np.ndarray, np.ndarray]:
    """Texts by themes and themes by words, neither below nothing, whose product is near the table."""
    start = np.full(min(table.shape), 1 / min(table.shape) ** 0.5)
    left, size, right = linalg.svds(table, k=many, v0=start)
    order = np.argsort(-size, kind="stable")
    of_texts, of_words = np.empty((table.shape[0], many)), np.empty((many, table.shape[1]))
    for to, at in enumerate(order):
        sides = []
        for sign in (1, -1):
            x, y = np.maximum(sign * left[:, at], 0), np.maximum(sign * right[at], 0)
            sides.append((np.linalg.norm(x) * np.linalg.norm(y), x, y))
        weight, x, y = max(sides, key=lambda side: side[0])
        scale = (size[at] * weight) ** 0.5
        of_texts[:, to] = scale * x / max(np.linalg.norm(x), 1e-12)
        of_words[to] = scale * y / max(np.linalg.norm(y), 1e-12)
    least = float(table.mean()) / 100
    of_texts, of_words = np.maximum(of_texts, least), np.maximum(of_words, least)
    turned = sparse.csr_matrix(table.T)
    for _ in range(STEPS):
        of_words *= (turned @ of_texts).T / np.maximum(of_texts.T @ of_texts @ of_words, 1e-12)
        of_texts *= (table @ of_words.T) / np.maximum(of_texts @ (of_words @ of_words.T), 1e-12)
    return of_texts, of_words

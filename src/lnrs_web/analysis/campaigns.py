"""Letters of one campaign: the text that they share, how many are the same, and what each person added."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lnrs_web.analysis.alike import groups_alike, shingles_of
from lnrs_web.analysis.words import sentences_of, words_of

LEAST_WORDS = 15
"""Shorter answers, such as "I agree", are the same by chance."""
LEAST_LETTERS = 3
HOLDS = 0.7
"""Share (0 to 1) of a campaign's text from which a letter belongs to it, whatever else is in the letter."""


@dataclass(frozen=True)
class Letter:
    """One letter of a campaign."""

    at: int
    """Its position among the texts given."""
    added: tuple[str, ...]
    """Sentences that are this person's own."""
    left_out: int
    """Sentences of the common text that it does not have."""


@dataclass(frozen=True)
class Campaign:
    """Letters that share a text."""

    text: str
    """What they have in common, in the words of the first that has all of it."""
    letters: tuple[Letter, ...]

    @property
    def identical(self) -> int:
        """How many have the common text and nothing else."""
        return sum(not letter.added and not letter.left_out for letter in self.letters)


def campaigns_of(texts: Sequence[str], *, least_letters: int = LEAST_LETTERS) -> list[Campaign]:
    """The campaigns among some texts, the largest first. A letter that has at least 0.7 of a campaign's common text
    belongs to it, however much of its own its writer added. Every letter is in one campaign at most."""
    worth = [at for at, text in enumerate(texts) if len(words_of(text)) >= LEAST_WORDS]
    groups = [[worth[place] for place in group] for group in groups_alike([texts[at] for at in worth])]
    free = {at: shingles_of(words_of(texts[at])) for at in worth} if groups else {}
    found = []
    for group in groups:
        if len(own := [at for at in group if at in free]) < least_letters:
            continue
        common = _common([texts[at] for at in own])
        wanted = shingles_of([word for one in common for word in words_of(one)])
        more = {at for at, has in free.items() if len(wanted & has) >= HOLDS * len(wanted)}
        letters = sorted({*own, *more})
        for at in letters:
            del free[at]
        found.append(_campaign(texts, letters, common))
    return sorted(found, key=lambda one: (-len(one.letters), one.letters[0].at))


def _key(sentence: str) -> tuple[str, ...]:
    return tuple(words_of(sentence))


def _common(texts: Sequence[str]) -> list[str]:
    """The sentences that at least half of the texts have, as the text that most people sent has them."""
    split = [sentences_of(text) for text in texts]
    held = Counter(key for sentences in split for key in {_key(one) for one in sentences})
    sent = Counter(tuple(map(_key, sentences)) for sentences in split)
    usual = max(split, key=lambda sentences: (sent[tuple(map(_key, sentences))], len(sentences)))
    return [one for one in usual if 2 * held[_key(one)] >= len(texts)] or usual


def _campaign(texts: Sequence[str], group: Sequence[int], common: Sequence[str]) -> Campaign:
    keys = {_key(one) for one in common}
    letters = []
    for at in group:
        own = sentences_of(texts[at])
        added = tuple(one for one in own if _key(one) not in keys)
        letters.append(Letter(at, added, len(keys - {_key(one) for one in own})))
    return Campaign(" ".join(common), tuple(letters))

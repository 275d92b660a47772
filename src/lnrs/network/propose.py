"""What a measure is in common words, as a machine proposes it: one habitat of the statutory metric and one action.

By rules over stemmed words, without anything learned, so that every proposal can say which words decided.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from lnrs.network.stems import BREAK, stems
from lnrs.network.terms import Mention, mentions
from lnrs.network.vocabulary import ACTIONS, habitats

SURE = 0.5
"""A proposal with less confidence than this is a guess, and is told as one."""
OF_PRIORITY = 0.35
"""What a word in a priority is worth beside the same word in the measure."""
REPEATED = 0.25
"""What a further mention of the same is worth."""
FIRST_WORD = 2.0
"""What an action is worth that opens the measure; one that comes last is worth 1."""
COLUMNS = ["ref", "habitat", "action", "also", "confidence", "why"]


@dataclass(frozen=True)
class Proposal:
    """A habitat and an action, either of them empty where no word says it, with the words that decided.

    `also` are the other habitats that the words name clearly. `confidence` is that of the weaker of the two, 0 to 1.
    """

    habitat: str
    action: str
    also: tuple[str, ...]
    confidence: float
    why: str


@dataclass(frozen=True)
class _Choice:
    means: str
    also: tuple[str, ...]
    confidence: float
    words: tuple[str, ...]


def propose(described: pd.DataFrame) -> pd.DataFrame:
    """What each measure is, one row a measure in the order given.

    `described` has ref, measure and priorities (a tuple of the priorities' words); where it has `metric_habitats` (a
    tuple of names) and `action` too, what they say goes before any guess: the publisher knows.
    Returns ref, habitat, action, also (a tuple of habitats), confidence (0 to 1) and why.
    """
    known = {"metric_habitats", "action"} & set(described.columns)
    rows = []
    for row in described.to_dict("records"):
        guess = of_words(str(row["measure"]), _texts(row["priorities"]))
        said = _with_said(guess, _texts(row["metric_habitats"]), row["action"]) if len(known) == 2 else guess
        rows.append((str(row["ref"]), said.habitat, said.action, said.also, said.confidence, said.why))
    return pd.DataFrame(rows, columns=COLUMNS)


def of_words(measure: str, priorities: Sequence[str] = ()) -> Proposal:
    """What a measure with these words is, its own words first and those of its priorities with less weight."""
    texts = [(stems(measure), 1.0), *((stems(text), OF_PRIORITY) for text in priorities)]
    habitat = _habitat(texts)
    action = _action(texts)
    why = "; ".join(
        f"{name}: {', '.join(choice.words)}"
        for name, choice in (("habitat", habitat), ("action", action))
        if choice.words
    )
    confidence = min(habitat.confidence, action.confidence)
    return Proposal(habitat.means, action.means, habitat.also, round(confidence, 2), why or "no word says it")


def _texts(priorities: object) -> tuple[str, ...]:
    if isinstance(priorities, str):
        return (priorities,)
    return tuple(str(one) for one in priorities) if isinstance(priorities, Iterable) else ()


def _habitat(texts: Sequence[tuple[tuple[str, ...], float]]) -> _Choice:
    found = [(one, factor) for tokens, factor in texts for one in mentions(tokens, "habitat")]
    scores = _scores((mention, mention.weight * factor) for mention, factor in found)
    if not scores:
        return _Choice("", (), 0.0, ())
    ranked = sorted(scores, key=lambda means: -scores[means])
    best = ranked[0]
    broad = habitats()[best].broad_habitat
    rivals = (scores[one] * (0.5 if habitats()[one].broad_habitat == broad else 1.0) for one in ranked[1:])
    rival = max(rivals, default=0.0)
    also = tuple(one for one in ranked[1:] if scores[one] >= 0.6 * scores[best])
    return _Choice(best, also, _confidence(scores[best], rival), _words(found, best))


def _action(texts: Sequence[tuple[tuple[str, ...], float]]) -> _Choice:
    found = [
        (mention, factor * _place_factor(mention.at, tokens))
        for tokens, factor in texts
        for mention in mentions(tokens, "action")
    ]
    scores = _scores((mention, mention.weight * factor) for mention, factor in found)
    if not scores:
        return _Choice("", (), 0.0, ())
    ranked = sorted(scores, key=lambda means: (-scores[means], ACTIONS.index(means)))
    rival = scores[ranked[1]] if ranked[1:] else 0.0
    return _Choice(ranked[0], (), _confidence(scores[ranked[0]], rival), _words(found, ranked[0]))


def _place_factor(at: int, tokens: Sequence[str]) -> float:
    """What a measure does stands at its beginning, or opens one of its clauses; later words tell how."""
    opens = at == 0 or tokens[at - 1] == BREAK
    share = at / max(len(tokens), 1)
    return (FIRST_WORD if at <= 1 else 1.3 if opens else 1.0) * (1.0 - 0.5 * share)


def _scores(found: Iterable[tuple[Mention, float]]) -> dict[str, float]:
    """The score of each meaning: its strongest mention, and a little for each further one, in order of mention."""
    weights: dict[str, list[float]] = {}
    for mention, weight in found:
        weights.setdefault(mention.term.means, []).append(weight)
    return {means: max(all_) + REPEATED * (sum(all_) - max(all_)) for means, all_ in weights.items()}


def _confidence(best: float, rival: float) -> float:
    """0 where nothing is said, towards 1 where much is said for one and nothing for another."""
    return best / (best + rival) * (1.0 - math.exp(-best / 1.5))


def _words(found: Sequence[tuple[Mention, float]], means: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.term.words for mention, _ in found if mention.term.means == means))


def _with_said(guess: Proposal, metric_habitats: Sequence[str], action: str) -> Proposal:
    """The proposal with what the publisher says in place of guesses; of several habitats the one guessed leads."""
    named = tuple(dict.fromkeys(name for name in metric_habitats if name in habitats()))
    if not named and action not in ACTIONS:
        return guess
    habitat = (guess.habitat if guess.habitat in named else named[0]) if named else guess.habitat
    also = tuple(one for one in named if one != habitat) if named else guess.also
    said = [name for name, is_said in (("habitat", bool(named)), ("action", action in ACTIONS)) if is_said]
    confidence = 1.0 if len(said) == 2 else guess.confidence
    why = f"{' and '.join(said)} as published" + (f"; {guess.why}" if len(said) == 1 else "")
    return Proposal(habitat, action if action in ACTIONS else guess.action, also, confidence, why)

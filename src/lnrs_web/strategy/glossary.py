"""The words of a strategy that need explaining, for people who meet them for the first time."""

from dataclasses import dataclass

from lnrs.document.slug import slug
from lnrs.law.words import MEANINGS

FURTHER = {
    "Better": "A measure makes habitat better that is there already. One of the principles of recovery.",
    "Bigger": "A measure makes a patch of habitat bigger. One of the principles of recovery.",
    "Biodiversity net gain": "The rule that most development must leave nature at least 10% better off. How much is "
    "counted by the statutory biodiversity metric (Environment Act 2021, schedule 14).",
    "Hectare": "A square of 100 metres by 100 metres: about one and a half football pitches. 100 hectares are a square "
    "kilometre.",
    "Joined": "A measure joins habitats, so that wildlife can move between them. One of the principles of recovery.",
    "Local Nature Recovery Strategy": "What nature needs in an area, what would help, and where. There are 48 and "
    "together they cover England (Environment Act 2021 s.104).",
    "More": "A measure makes habitat where there is none. One of the principles of recovery.",
    "National objective": "An aim for nature in the whole of England that a strategy is to serve.",
    "Score": "How well a piece of land meets what a measure looks for, from 0 to 1.",
    "Sensitive record": "A record of a species that could come to harm if people knew where it lives. It is used, and "
    "what would give it away is withheld.",
    "Supporting authority": "A council of the area, or Natural England, that helps the responsible authority and sees "
    "drafts before the public does (SI 2023/341 regulation 3).",
    "Theme": "A chapter of the strategy. Its letters begin every reference in it, such as GL in GL1.2.",
    "Wider benefit": "Something that people gain from a measure beside nature, such as cleaner water.",
}
"""Words that the site uses and the statement's own list does not have."""


@dataclass(frozen=True)
class Word:
    """A word and what it means; `anchor` is its place on the page."""

    word: str
    means: str

    @property
    def anchor(self) -> str:
        """The word as an address has it."""
        return slug(self.word)


def words() -> list[Word]:
    """Every word, by the alphabet."""
    both = MEANINGS | FURTHER
    return [Word(one, both[one]) for one in sorted(both, key=str.casefold)]

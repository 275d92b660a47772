"""How often the machine is right, by measures that a person labelled (`crosswalk_labelled.csv`).

The measures are paraphrases in the styles of several authorities' strategies. Every second one was held out: its
mistakes were counted and never looked at while terms were written. `docs/explanation/joining-strategies.md` says the
figures, and what they do not show.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from lnrs.network.propose import SURE, Proposal, of_words
from lnrs.network.vocabulary import ACTIONS, habitats

LABELLED = Path(__file__).with_name("crosswalk_labelled.csv")


@dataclass(frozen=True)
class Labelled:
    """A measure, what it is by a person (one of several habitats will do), and what the machine proposes."""

    habitats: tuple[str, ...]
    action: str
    proposal: Proposal

    @property
    def habitat_is_right(self) -> bool:
        return self.proposal.habitat in self.habitats

    @property
    def action_is_right(self) -> bool:
        return self.proposal.action == self.action


def held_out() -> list[Labelled]:
    return [labelled(row) for row in rows()[1::2]]


def rows() -> list[dict[str, str]]:
    with LABELLED.open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def labelled(row: dict[str, str]) -> Labelled:
    return Labelled((row["habitat"],), row["action"], of_words(row["measure"], (row["priorities"],)))


def strategy_in_words_of_its_own() -> list[Labelled]:
    """The sketch's strategy, whose metric habitats its writers gave in a table; they wrote in words of their own."""
    content = files("lnrs.sketch").joinpath("content")
    read = lambda name: list(csv.DictReader(content.joinpath(name).read_text("utf-8-sig").splitlines()))  # noqa: E731
    made: dict[str, tuple[str, ...]] = {}
    for row in read("metric_habitats.csv"):
        made[row["measure"]] = (*made.get(row["measure"], ()), row["metric_habitat"])
    priorities = {row["ref"]: row["priority"] for row in read("priorities.csv")}
    served = lambda row: [priorities[ref.strip()] for ref in row["priorities"].split(";")]  # noqa: E731
    return [
        Labelled(made[row["ref"]], row["action"], of_words(row["measure"], served(row)))
        for row in read("measures.csv")
        if row["ref"] in made
    ]


def precision_and_recall(found: Sequence[Labelled]) -> tuple[float, float]:
    """Of habitats: the share of those proposed that is right, and of those labelled that is found."""
    right = sum(one.habitat_is_right for one in found if one.proposal.habitat)
    proposed = sum(bool(one.proposal.habitat) for one in found)
    wanted = sum(bool(one.habitats[0]) for one in found)
    return right / proposed, right / wanted


def share(found: Sequence[Labelled], is_right: Callable[[Labelled], bool]) -> float:
    return sum(map(is_right, found)) / len(found)


def broad(names: Sequence[str]) -> set[str]:
    return {habitats()[name].broad_habitat for name in names if name}


def test_labels_are_in_the_common_vocabulary_and_there_are_enough():
    assert len(rows()) >= 120
    assert {row["action"] for row in rows()} == set(ACTIONS)
    assert {row["habitat"] for row in rows()} - {""} <= set(habitats())
    assert len({row["measure"] for row in rows()}) == len(rows())


def test_habitats_of_the_half_that_was_held_out():
    precision, recall = precision_and_recall(held_out())

    assert precision >= 0.93
    assert recall >= 0.93


def test_actions_of_the_half_that_was_held_out():
    assert share(held_out(), lambda one: one.action_is_right) >= 0.84


def test_a_sure_proposal_is_right_more_often_than_a_guess():
    sure = [one for one in held_out() if one.proposal.confidence >= SURE]
    guesses = [one for one in held_out() if one.proposal.confidence < SURE]

    assert len(sure) > 0.75 * len(held_out())
    assert share(sure, both) >= 0.9
    assert share(guesses, both) < share(sure, both)


def both(one: Labelled) -> bool:
    return one.habitat_is_right and one.action_is_right


@pytest.mark.parametrize(
    ("is_right", "least"),
    [
        (lambda one: one.habitat_is_right, 0.75),
        (lambda one: bool(broad([one.proposal.habitat]) & broad(one.habitats)), 0.85),
        (lambda one: one.action_is_right, 0.65),
    ],
    ids=["habitat", "broad habitat", "action"],
)
def test_a_strategy_in_words_of_its_own(is_right, least):
    assert share(strategy_in_words_of_its_own(), is_right) >= least

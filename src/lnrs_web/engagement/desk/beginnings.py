"""What an activity of each kind begins with. Officers change all of it."""

from typing import Any

from lnrs_web.engagement.actions.activities import Asked
from lnrs_web.engagement.models import Activity

_YES = (("yes", "Yes"),)
_AGREEMENT = (
    ("1", "1: not at all"),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", "5: wholly"),
)

QUESTIONS: dict[str, tuple[Asked, ...]] = {
    "comments": (Asked("comment", "long", "What do you want to say?", required=True),),
    "survey": (
        Asked("value", "long", "What do you value most in nature here?"),
        Asked("agree", "scale", "How far do you agree with the priorities?", options=_AGREEMENT),
    ),
    "ideas": (
        Asked("title", "short", "What is your idea, in a line?", required=True),
        Asked("idea", "long", "What would be done, and by whom?", required=True),
    ),
    "nominations": (
        Asked("site", "short", "What is the site called?", required=True),
        Asked("why", "long", "Why does it matter for nature?", "Which habitats or species, and how you know.", True),
        Asked("owner", "yes-no", "Does its owner know that you nominate it?"),
    ),
    "corrections": (
        Asked("wrong", "long", "What is wrong?", required=True),
        Asked("right", "long", "What is right, and how do you know?", required=True),
    ),
    "representations": (Asked("representation", "long", "What do you want to say?", required=True),),
}
"""The questions that are proposed."""

FIELDS: dict[str, dict[str, Any]] = {
    "comments": {"asks_place": "must", "per_person": 50},
    "survey": {"per_person": 1, "publication": "nothing"},
    "ideas": {"asks_place": "may", "per_person": 10},
    "nominations": {
        "asks_place": "must",
        "takes_shapes": "area",
        "asks_evidence": "may",
        "asks_name": "must",
        "published_to_m": 100,
    },
    "corrections": {"asks_evidence": "may", "asks_place": "may"},
    "representations": {"asks_evidence": "may", "asks_name": "must", "asks_respondent": "must", "publication": "names"},
}
"""What differs from the usual."""


def beginning(kind: str) -> dict[str, Any]:
    """The fields of a new activity of a kind, as its form shows them."""
    usual = Activity(kind=kind)
    names = (
        "publication",
        "moderation",
        "asks_place",
        "takes_shapes",
        "asks_evidence",
        "asks_name",
        "asks_mail",
        "asks_postcode",
        "asks_respondent",
        "per_person",
        "published_to_m",
    )
    return {name: getattr(usual, name) for name in names} | FIELDS[kind]

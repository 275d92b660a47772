"""What the authority answered to a contribution: to it alone, to the letters that it is one of, to what it is about.

Answers are written by moderation, which knows of contributions; here they are read by what hangs on a contribution.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from lnrs_web.engagement.models import Contribution

WITH_ANSWERS = ("response", "campaign_letter__campaign__response", "codings__code__response")
"""What is fetched beforehand where the answers to many are read."""


def answers_to(contribution: Contribution) -> list[Any]:
    """The answers that everyone may read, each with what was `said` and what was done (`did`), the nearest first."""
    return [one for one in _every(contribution) if one.shown]


def _every(contribution: Contribution) -> Iterator[Any]:
    for path in (("response",), ("campaign_letter", "campaign", "response")):
        try:
            found: Any = contribution
            for name in path:
                found = getattr(found, name)
            yield found
        except ObjectDoesNotExist:
            continue
    for coding in contribution.codings.all():
        try:
            yield coding.code.response
        except ObjectDoesNotExist:
            continue

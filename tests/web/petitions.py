"""Petitions and people who sign them, as tests have them."""

from typing import Any

from lnrs_web.areas.models import StrategyArea
from lnrs_web.petition.models import Petition

from .people import KENT

FIELDS: dict[str, Any] = {
    "slug": "more-meadows",
    "title": "More meadows in Kent",
    "asks": "We ask the county council to bring back the meadows.",
    "eligible": "live, work or study in Kent and Medway",
    "controller": "Meadows for Kent",
    "controller_contact": "privacy@example.org",
    "milestones": [[10_000, "The council debates it"]],
}


def bare(state: str = "open", **fields: Any) -> Petition:
    """A petition as a row, in whatever state."""
    area = StrategyArea.objects.get_or_create(lnrs_id=KENT, defaults={"slug": "kent-and-medway", "name": "Kent"})[0]
    return Petition.objects.create(area=area, made_by="a test", **{**FIELDS, "state": state, **fields})

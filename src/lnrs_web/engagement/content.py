"""All that a contribution says, as plain data: for the history of its revisions, for exports and for its writer."""

from collections.abc import Iterable
from typing import Any

from lnrs_web.engagement.models import Answer, Attachment, Contribution, Location

FIELDS = (
    "name",
    "organisation",
    "mail",
    "postcode",
    "respondent",
    "stance",
    "change_sought",
    "may_publish",
    "may_name",
    "consent_version",
    "sensitive_place",
)
"""What a contribution says of itself, its writer and their consent."""


def content_of(contribution: Contribution) -> dict[str, Any]:
    """Fields, answers by the code of their question, locations (WKB in hexadecimal) and the evidence by its hash."""
    return content_with(
        contribution,
        contribution.answers.select_related("question"),
        contribution.locations.select_related("edition"),
        contribution.attachments.filter(removed_at=None),
    )


def content_with(
    contribution: Contribution,
    answers: Iterable[Answer],
    locations: Iterable[Location] = (),
    attachments: Iterable[Attachment] = (),
) -> dict[str, Any]:
    """As `content_of`, of one that is perhaps not kept yet, with what belongs to it."""
    return {
        "fields": {name: getattr(contribution, name) for name in FIELDS},
        "questions": contribution.question_set.version,
        "answers": {one.question.code: one.text if one.question.is_text else one.chosen for one in answers},
        "locations": [
            {
                "kind": one.kind,
                "ref": one.ref,
                "edition": one.edition.identity if one.edition else "",
                "called": one.called,
                "quote": one.quote,
                "wkb": bytes(one.wkb).hex() if one.wkb else "",
            }
            for one in locations
        ],
        "evidence": [{"name": one.name, "sha256": one.sha256} for one in attachments],
    }

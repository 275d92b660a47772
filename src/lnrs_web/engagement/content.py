"""All that a contribution says, as plain data: for the history of its revisions, for exports and for its writer."""

from typing import Any

from lnrs_web.engagement.models import Contribution

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
    return {
        "fields": {name: getattr(contribution, name) for name in FIELDS},
        "questions": contribution.question_set.version,
        "answers": {
            one.question.code: one.text if one.question.is_text else one.chosen
            for one in contribution.answers.select_related("question")
        },
        "locations": [
            {
                "kind": one.kind,
                "ref": one.ref,
                "edition": one.edition.identity if one.edition else "",
                "called": one.called,
                "quote": one.quote,
                "wkb": bytes(one.wkb).hex() if one.wkb else "",
            }
            for one in contribution.locations.select_related("edition")
        ],
        "evidence": [
            {"name": one.name, "sha256": one.sha256} for one in contribution.attachments.filter(removed_at=None)
        ],
    }

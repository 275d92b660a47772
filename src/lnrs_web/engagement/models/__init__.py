"""Activities, their questions, and what people contribute to them."""

from lnrs_web.engagement.models.activities import Activity
from lnrs_web.engagement.models.contributions import Answer, Contribution, Numbers, Revision, VerificationToken
from lnrs_web.engagement.models.events import Event, EventPin
from lnrs_web.engagement.models.evidence import Attachment, AttachmentFile
from lnrs_web.engagement.models.places import Location
from lnrs_web.engagement.models.questions import Question, QuestionSet

__all__ = [
    "Activity",
    "Answer",
    "Attachment",
    "AttachmentFile",
    "Contribution",
    "Event",
    "EventPin",
    "Location",
    "Numbers",
    "Question",
    "QuestionSet",
    "Revision",
    "VerificationToken",
]

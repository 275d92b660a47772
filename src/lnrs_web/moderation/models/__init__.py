"""Decisions and redactions, files brought in, and what analysts make of contributions."""

from lnrs_web.moderation.models.analysis import (
    Campaign,
    CampaignLetter,
    Code,
    Coding,
    Criterion,
    Response,
    Score,
    Suggestion,
    Told,
)
from lnrs_web.moderation.models.bringing_in import Batch, BatchRow
from lnrs_web.moderation.models.deciding import Bulk, Decision, Lock, Redaction
from lnrs_web.moderation.models.working import Work

__all__ = [
    "Batch",
    "BatchRow",
    "Bulk",
    "Campaign",
    "CampaignLetter",
    "Code",
    "Coding",
    "Criterion",
    "Decision",
    "Lock",
    "Redaction",
    "Response",
    "Score",
    "Suggestion",
    "Told",
    "Work",
]

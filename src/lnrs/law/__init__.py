"""The law of Local Nature Recovery Strategies as plain functions over plain facts (standard library only).

Environment Act 2021 ss.104-108, the Procedure Regulations (SI 2023/341) and the statutory guidance of March 2023. Facts
go in, findings come out: met, not met, not yet, or for a person to judge, each with its reason and its source. Numbers
are in values.toml, every provision and its source in provisions.toml.
"""

from lnrs.errors import NotInForce
from lnrs.law.accounted import StaleCheck, stale_checks, unaccounted
from lnrs.law.content import content_findings
from lnrs.law.facts import SITE_KINDS, ContentFacts, SiteCover
from lnrs.law.finding import Finding, Force, Outcome, Source, as_record
from lnrs.law.manual import law_manual
from lnrs.law.notices import Exchange, Ground, Notice, Position, given_to_all, position
from lnrs.law.procedure import ProcedureFacts, procedure_findings
from lnrs.law.provisions import PROVISIONS, Provision
from lnrs.law.review import ReviewNotice, Subject
from lnrs.law.rules import Rule, registered
from lnrs.law.stages import STAGES, Actor, Stage, due, next_stages, stages_diagram, who_may
from lnrs.law.supporting import Body, BodyKind, supporting_authorities
from lnrs.law.values import IN_FORCE, VALUES

__all__ = [
    "IN_FORCE",
    "PROVISIONS",
    "SITE_KINDS",
    "STAGES",
    "VALUES",
    "Actor",
    "Body",
    "BodyKind",
    "ContentFacts",
    "Exchange",
    "Finding",
    "Force",
    "Ground",
    "NotInForce",
    "Notice",
    "Outcome",
    "Position",
    "ProcedureFacts",
    "Provision",
    "ReviewNotice",
    "Rule",
    "SiteCover",
    "Source",
    "Stage",
    "StaleCheck",
    "Subject",
    "as_record",
    "content_findings",
    "due",
    "given_to_all",
    "law_manual",
    "next_stages",
    "position",
    "procedure_findings",
    "registered",
    "stages_diagram",
    "stale_checks",
    "supporting_authorities",
    "unaccounted",
    "who_may",
]

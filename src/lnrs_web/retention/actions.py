"""Doing what the rules say, one rule at a time, each whole or not at all."""

from datetime import datetime

from django.db import transaction

from lnrs_web.audit.actions import record
from lnrs_web.retention.rules import Rule


def would_go(rule: Rule, now: datetime) -> list[object]:
    """The keys of the rows that a rule is due for. Nothing is changed."""
    return list(rule.due(now).values_list("pk", flat=True))


@transaction.atomic
def retain(rule: Rule, now: datetime, *, by: str) -> list[object]:
    """Do what a rule says; the keys of the rows that it was done to, which are those that `would_go`.

    Rows are held from when they are looked at, so that none that somebody uses at this moment goes.
    """
    keys = list(rule.due(now).select_for_update(no_key=True).values_list("pk", flat=True))
    if keys:
        rule.do(rule.due(now).model._default_manager.filter(pk__in=keys), by)
        record(f"retention: {rule.done}", rule.name, by=by, became=f"{len(keys)}")
    return keys

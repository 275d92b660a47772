"""A metric as plain data: exact numbers as text, and floating-point ones beside them."""

from fractions import Fraction
from typing import Any

from lnrs.bng.net_change import ModuleResult, Row, Side
from lnrs.bng.trading import BandRule
from lnrs.errors import Problem
from lnrs.net_gain.assessment import Assessment


def as_data(found: Assessment) -> dict[str, Any]:
    """Everything that the metric says. `exact` numbers are fractions, `units` the same as floating point."""
    project, rules = found.file.project, found.metric.rules
    return {
        "file": found.file.name,
        "kind": found.file.kind,
        "project": {
            "name": project.name,
            "planning_authority": project.planning_authority,
            "application": project.application,
            "completed_by": project.completed_by,
            "completed": project.completed,
            "version": project.version,
        },
        "rules": {"name": rules.name, "since": rules.since, "source": rules.source, "url": rules.url},
        "on": found.on,
        "only_before": found.file.only_before,
        "modules": [_module(one) for one in found.metric.modules],
        "rows": [_row(row) for row in found.metric.rows],
        "findings": [_problem(one) for one in found.file.findings],
        "kept": {
            "compared": found.compared,
            "differences": [
                {"ref": one.kept.ref, "part": one.kept.part, "kept": one.kept.units, "ours": one.ours}
                for one in found.differences
            ],
        },
    }


def _module(one: ModuleResult) -> dict[str, Any]:
    return {
        "module": one.module,
        "on_site": _side(one.on_site),
        "off_site": _side(one.off_site),
        "off_site_counted": _side(one.off_site_counted),
        "change": _number(one.change),
        "share": None if one.share is None else float(one.share),
        "least_gain": float(one.least_gain),
        "required": _number(one.required),
        "missing": _number(one.missing),
        "trading_kept": one.trading_kept,
        "trading": [_rule(rule) for rule in one.trading],
    }


def _side(side: Side) -> dict[str, Any]:
    return {"before": _number(side.before), "after": _number(side.after), "change": _number(side.change)}


def _rule(rule: BandRule) -> dict[str, Any]:
    return {
        "band": rule.band,
        "rule": rule.rule,
        "change": _number(rule.change),
        "available": _number(rule.available),
        "missing": _number(rule.missing),
        "kept": rule.kept,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "module": row.module,
        "habitat": row.habitat,
        "part": row.part,
        "on_site": row.on_site,
        **_number(row.units.value),
        "terms": [
            {
                "name": term.name,
                **_number(term.value),
                "factors": [
                    {"name": factor.name, "says": factor.says, "value": float(factor.value), "exact": str(factor.value)}
                    for factor in term.factors
                ],
            }
            for term in row.units.terms
        ],
    }


def _number(value: Fraction) -> dict[str, Any]:
    return {"units": float(value), "exact": str(value)}


def _problem(one: Problem) -> dict[str, str]:
    return {"where": one.where, "what": one.what, "do": one.do}

"""Where everything in an edition comes from: source, layer, rule, measure, polygon. Each step can be followed back."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import lnrs
from lnrs.edition.derivation import derivation
from lnrs.edition.sensitive import Withheld, sensitive_criteria
from lnrs.edition.sources import (
    expanded,
    layers_of_criterion,
    layers_of_rule,
    read_records,
)
from lnrs.habitat_map.facts import FARTHEST_M, fact_for
from lnrs.habitat_map.workings import CELL_M
from lnrs.layers.licences import LICENCES
from lnrs.layers.record import LayerRecord
from lnrs.statement.rule_in_words import rule_in_words
from lnrs.strategy.folder import TABLES, Strategy
from lnrs.strategy.rule import Criterion

SCHEMA = 1


def provenance(strategy: Strategy) -> dict[str, Any]:
    """The whole record as plain values, ready for JSON. Raises NotFound or LayerRefused where a layer has no record."""
    records = read_records(strategy.layers)
    withheld = sensitive_criteria(strategy.rules, records)
    return {
        "schema": SCHEMA,
        "software": {"name": "lnrs", "version": lnrs.__version__},
        "parameters": {
            "crs": "EPSG:27700",
            "cell_m": CELL_M,
            "farthest_m": float(FARTHEST_M),
            **asdict(strategy.mapping),
        },
        "sources": {layer: _source(record) for layer, record in records.items()},
        "files": _files(strategy.folder),
        "settings": _settings(strategy),
        "prose": dict(strategy.prose),
        "rules": {ref: _rule(strategy, ref, withheld) for ref in sorted(strategy.rules)},
        "derivation": derivation(strategy, records),
    }


def attribution(records: Mapping[str, LayerRecord]) -> str:
    """The words that the licences ask for, each once."""
    return " ".join(dict.fromkeys(record.attribution for record in records.values() if record.attribution))


def _source(record: LayerRecord) -> dict[str, Any]:
    licence = LICENCES.get(record.licence)
    return {
        "title": record.title,
        "publisher": record.publisher,
        "licence": record.licence,
        "licence_name": licence.name if licence else record.licence,
        "licence_url": licence.url if licence else "",
        "attribution": record.attribution,
        "version": record.version,
        "retrieved": record.retrieved.isoformat(),
        "source": record.source,
        "sensitive": record.sensitive,
        "sha256": record.sha256,
        "rows": record.rows,
        "notes": list(record.notes),
        "repairs": len(record.repairs),
    }


def _files(folder: Path) -> dict[str, str]:
    """SHA-256 of every text and table of the strategy folder that the edition was made from."""
    names = ["strategy.toml", *(f"{table}.csv" for table in TABLES)]
    paths = [*(folder / name for name in names), *sorted((folder / "prose").glob("*.md"))]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.exists()
    }


def _settings(strategy: Strategy) -> dict[str, dict[str, str]]:
    """What strategy.toml says and neither the manifest nor a table does: the contact, the procedure so far, and each
    theme by its prefix."""
    recorded = asdict(strategy.procedure)
    supporting = "; ".join(recorded.pop("supporting_authorities"))
    dates = {name: day.isoformat() if day else "" for name, day in recorded.items()}
    themes = {f"theme {theme.prefix}": asdict(theme) for theme in strategy.themes}
    return {
        "contact": asdict(strategy.record.contact),
        "procedure": {"supporting_authorities": supporting, **dates},
        **themes,
    }


def _rule(strategy: Strategy, ref: str, withheld: Withheld) -> dict[str, Any]:
    rule, content = strategy.rules[ref], (strategy.folder / "rules" / f"{ref}.toml").read_bytes()
    return {
        "file": f"rules/{ref}.toml",
        "sha256": hashlib.sha256(content).hexdigest(),
        "text": content.decode("utf-8-sig").replace("\r\n", "\n"),
        "because": rule.because,
        "in_words": rule_in_words(rule),
        "layers": list(expanded(layers_of_rule(rule), strategy.layers)),
        "criteria": [_criterion(one, withheld.get(ref, ())) for one in rule.criteria],
    }


def _criterion(criterion: Criterion, withheld: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": criterion.name,
        "kind": criterion.kind,
        "weight": float(criterion.weight),
        "layers": list(layers_of_criterion(criterion)),
        "limit_m": fact_for(criterion).limit_m or None,
        "withheld": criterion.name in withheld,
    }

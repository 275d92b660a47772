"""What changed between two editions: land in hectares, words, sources and rules."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lnrs.edition import manifest as manifests
from lnrs.edition import read
from lnrs.edition.diff_words import in_words
from lnrs.edition.difference import (
    Difference,
    FileChange,
    FindingChange,
    ProseChange,
    Rewording,
    RuleChange,
    SiteChange,
    SourceChange,
    TableChange,
)
from lnrs.edition.land_change import frame_change, measure_changes, natural_order
from lnrs.edition.manifest import Manifest

__all__ = ["diff", "in_words", "to_json"]

Progress = Callable[[str, float], None]

TASK = "Comparing the editions"

KEYS = {"metric_habitats": ("measure", "metric_habitat")}
"""The columns that name a row of a table, where that is not `ref`."""

NAMED = (
    "area_name",
    "responsible_authority",
    "title",
    "edition",
    "status",
    "as_of",
    "invented",
    "replaces",
    "software",
)
"""What the manifest says of the edition, but for what follows from its files."""


def _silence(task: str, share: float) -> None:
    """Say nothing of how far the work is."""


def diff(before: Path, after: Path, *, progress: Progress = _silence) -> Difference:
    """Compare two edition folders. Raises NotFound or EditionInvalid where one of them is not an edition."""
    old, new = manifests.read(before), manifests.read(after)
    progress(TASK, 0.0)
    importance = frame_change(before, after, "importance", "Areas of particular importance")
    could_become = frame_change(before, after, "become", "Areas that could become important")
    progress(TASK, 0.4)
    measures = tuple(measure_changes(before, after))
    progress(TASK, 0.9)
    origin, source = read.provenance(before), read.provenance(after)
    return Difference(
        before=old.identity,
        after=new.identity,
        area_name=new.area_name,
        importance=importance,
        could_become=could_become,
        measures=measures,
        sites=tuple(_site_changes(before, after)),
        tables=tuple(_table_changes(before, after)),
        prose=tuple(_prose_changes(origin.get("prose", {}), source.get("prose", {}))),
        sources=tuple(_source_changes(origin["sources"], source["sources"])),
        rules=tuple(_rule_changes(origin["rules"], source["rules"])),
        findings=tuple(_finding_changes(read.findings(before), read.findings(after))),
        settings=(*_manifest_changes(old, new), *_setting_changes(origin, source)),
        files=tuple(_file_changes(origin["files"], source["files"])),
    )


def to_json(found: Difference) -> dict[str, Any]:
    """A difference as plain values."""
    return asdict(found)


def _site_changes(before: Path, after: Path) -> Iterator[SiteChange]:
    old, new = _sites(before), _sites(after)
    for kind, ref in sorted({*old, *new}):
        was, now = old.get((kind, ref)), new.get((kind, ref))
        if was == now:
            continue
        if was is None or now is None:
            what = "added" if was is None else "removed"
        else:
            what = "renamed" if was[0] != now[0] else "resized"
        yield SiteChange(what, kind, ref, _site_words(was), _site_words(now))


def _sites(folder: Path) -> dict[tuple[str, str], tuple[str, float]]:
    """Name and hectares (to the square metre) of each site, by its type and reference."""
    rows = read.with_wkb(folder, "important", ["apib_type", "apib_site_id", "apib_name", "area_ha"])
    grouped = rows.groupby(["apib_type", "apib_site_id"], sort=True)
    return {
        (str(kind), str(ref)): (" / ".join(sorted(set(ours["apib_name"]))), round(float(ours["area_ha"].sum()), 4))
        for (kind, ref), ours in grouped
    }


def _site_words(site: tuple[str, float] | None) -> str:
    return f"{site[0]}, {site[1]:,.2f} ha" if site else ""


def _table_changes(before: Path, after: Path) -> Iterator[TableChange]:
    for name in read.TABLES:
        old, new = (_keyed(read.table(folder, name), KEYS.get(name, ("ref",))) for folder in (before, after))
        change = TableChange(
            name,
            added=tuple(ref for ref in new if ref not in old),
            removed=tuple(ref for ref in old if ref not in new),
            reworded=tuple(word for ref in new if ref in old for word in _rewordings(ref, old[ref], new[ref])),
        )
        if change.added or change.removed or change.reworded:
            yield change


def _keyed(rows: list[dict[str, str]], key: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return {" · ".join(row[column] for column in key): row for row in rows}


def _rewordings(ref: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Rewording]:
    for field in dict.fromkeys([*new, *old]):
        was, now = str(old.get(field, "")), str(new.get(field, ""))
        if was != now:
            yield Rewording(ref, field, was, now)


def _source_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SourceChange]:
    for layer in sorted({*old, *new}):
        was, now = old.get(layer), new.get(layer)
        if was == now:
            continue
        if was is None or now is None:
            what = "added" if was is None else "removed"
        elif was["version"] != now["version"]:
            what = "other version"
        else:
            what = "other content" if was["sha256"] != now["sha256"] else "other record"
        yield SourceChange(layer, what, _version(was), _version(now))


def _version(source: Mapping[str, Any] | None) -> str:
    return f"{source['version']}, retrieved {source['retrieved']}" if source else ""


def _rule_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[RuleChange]:
    for ref in natural_order({*old, *new}):
        was, now = old.get(ref, {}).get("text", ""), new.get(ref, {}).get("text", "")
        if was != now:
            yield RuleChange(ref, _what(ref, old, new), _lines(f"rules/{ref}.toml", was, now))


def _prose_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[ProseChange]:
    for chapter in dict.fromkeys([*new, *old]):
        was, now = old.get(chapter, ""), new.get(chapter, "")
        if was != now:
            yield ProseChange(chapter, _what(chapter, old, new), _lines(f"prose/{chapter}.md", was, now))


def _file_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FileChange]:
    for file in sorted({*old, *new}):
        if old.get(file) != new.get(file):
            yield FileChange(file, _what(file, old, new))


def _what(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    return "added" if name not in old else "removed" if name not in new else "changed"


def _lines(file: str, was: str, now: str) -> tuple[str, ...]:
    names = (f"before/{file}", f"after/{file}")
    return tuple(difflib.unified_diff(was.splitlines(), now.splitlines(), *names, n=1, lineterm=""))


def _finding_changes(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[FindingChange]:
    was, now = ({(row["rule"], row["about"]): row for row in rows} for rows in (old, new))
    for key in dict.fromkeys([*now, *was]):
        one, other = was.get(key), now.get(key)
        before, after = (row["outcome"] if row else "" for row in (one, other))
        if before != after:
            yield FindingChange(*key, says=(other or one or {})["says"], before=before, after=after)


def _manifest_changes(old: Manifest, new: Manifest) -> Iterator[Rewording]:
    for name in NAMED:
        if getattr(old, name) != getattr(new, name):
            yield Rewording("edition", name, str(getattr(old, name)), str(getattr(new, name)))


def _setting_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Rewording]:
    yield from _rewordings("parameters", old["parameters"], new["parameters"])
    for part in dict.fromkeys([*new["settings"], *old["settings"]]):
        yield from _rewordings(part, old["settings"].get(part, {}), new["settings"].get(part, {}))

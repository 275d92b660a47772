"""The texts of an edition, from its rows and its folder, as unsaved records."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from lnrs.edition import manifest as manifests
from lnrs.edition.explain_words import KINDS
from lnrs_web.editions.formats.parcels import FORMATS
from lnrs_web.editions.models import (
    Edition,
    FundingRoute,
    Measure,
    MetricHabitat,
    Priority,
    Site,
    Species,
    Theme,
    Zone,
)
from lnrs_web.newsroom import queries as newsroom
from lnrs_web.search.models import Text
from lnrs_web.search.words import stems
from lnrs_web.strategy import glossary, prose
from lnrs_web.strategy.benefits import benefits
from lnrs_web.strategy.documents import PARTS

Kind = Text.Kind


def texts(edition: Edition, folder: Path) -> Iterator[Text]:
    """Everything of an edition that can be found."""
    for part in (_priorities, _measures, _species, _benefits, _funding, _zones, _sites, _words):
        yield from part(edition)
    yield from pages(edition)
    yield from _chapters(edition, folder)
    yield from _documents(edition, folder)


def _text(
    edition: Edition, kind: Any, title: str, body: tuple[str, ...], target: dict[str, Any], ref: str = ""
) -> Text:
    said = "\n".join(part for part in body if part)
    return Text(
        edition=edition,
        kind=kind,
        ref=ref,
        title=title,
        body=said,
        title_stems=stems(f"{ref} {title}"),
        body_stems=stems(said),
        target=target,
    )


def _target(page: str, *parts: str, anchor: str = "", **asked: str) -> dict[str, Any]:
    return {"page": page, "parts": list(parts), "anchor": anchor, "asked": asked}


def _listed(label: str, items: list[str]) -> str:
    return f"{label}: {', '.join(items)}." if items else ""


def _priorities(edition: Edition) -> Iterator[Text]:
    themes = {one.prefix: one.name for one in Theme.objects.filter(edition=edition)}
    for one in Priority.objects.filter(edition=edition):
        body = (
            one.why,
            _listed("Theme", [themes[one.theme]] if one.theme in themes else []),
            _listed("Wider benefits", one.wider_benefits),
            _listed("National objectives", one.national_objectives),
            one.no_measure_because,
        )
        yield _text(edition, Kind.PRIORITY, one.priority, body, _target("strategy:priority", one.ref), one.ref)


def _measures(edition: Edition) -> Iterator[Text]:
    metric: dict[str, list[str]] = {}
    for row in MetricHabitat.objects.filter(edition=edition):
        metric.setdefault(row.measure, []).append(row.metric_habitat)
    for one in Measure.objects.filter(edition=edition):
        body = (
            one.detail,
            one.because,
            one.not_mapped_because,
            _listed("Habitat", [one.habitat] if one.habitat else []),
            _listed("Who can do it", one.who),
            _listed("Principles", one.principles),
            _listed("Wider benefits", one.wider_benefits),
            _listed("Serves the priorities", one.priorities),
            _listed("Habitats of the statutory biodiversity metric", metric.get(one.ref, [])),
            *one.rule,
        )
        yield _text(edition, Kind.MEASURE, one.measure, body, _target("strategy:measure", one.ref), one.ref)


def _species(edition: Edition) -> Iterator[Text]:
    for one in Species.objects.filter(edition=edition):
        body = (one.scientific_name, one.group, one.why, _listed("Helped by the measures", one.measures))
        target = _target("strategy:species", anchor=f"species-{one.position}")
        yield _text(edition, Kind.SPECIES, one.common_name, body, target, one.ref)


def _benefits(edition: Edition) -> Iterator[Text]:
    for one in benefits(edition):
        body = (
            _listed("Sought by the priorities", [priority.ref for priority in one.priorities]),
            _listed("Given by the measures", [given.measure.ref for given in one.measures]),
        )
        target = _target("strategy:benefits", anchor=one.anchor)
        yield _text(edition, Kind.BENEFIT, one.name[:1].upper() + one.name[1:], body, target)


def _funding(edition: Edition) -> Iterator[Text]:
    for one in FundingRoute.objects.filter(edition=edition):
        target = _target("strategy:funding", anchor=f"funding-{one.position}")
        yield _text(edition, Kind.FUNDING, one.name, (one.scheme, one.summary), target, one.ref)


def _zones(edition: Edition) -> Iterator[Text]:
    for one in Zone.objects.filter(edition=edition).defer("wkb"):
        target = _target("strategy:zone", one.kind, one.code)
        yield _text(edition, Kind.ZONE, one.name, (one.get_kind_display(),), target, one.code)


def _sites(edition: Edition) -> Iterator[Text]:
    """Sites have no page of their own: they lead to what is at a point on them."""
    for one in Site.objects.filter(edition=edition).order_by("number"):
        on_it = shapely.point_on_surface(one.shape)
        target = _target("strategy:at", place=f"{on_it.x:.1f},{on_it.y:.1f}")
        name, kind = one.name or one.ref or "A site without a name", KINDS.get(one.kind, one.kind)
        yield _text(edition, Kind.SITE, name, (kind,), target, one.ref)


def _words(edition: Edition) -> Iterator[Text]:
    for one in glossary.words():
        yield _text(edition, Kind.WORD, one.word, (one.means,), _target("strategy:glossary", anchor=one.anchor))


def pages(edition: Edition) -> Iterator[Text]:
    """What editors of the edition's area have published."""
    for one in newsroom.everything(edition.area_id):
        target = _target("newsroom:piece", one.kind, one.slug)
        yield _text(edition, Kind.PAGE, one.title, (one.summary, one.words), target)


def _chapters(edition: Edition, folder: Path) -> Iterator[Text]:
    for one in prose.chapters_in(folder):
        yield _text(edition, Kind.CHAPTER, one.title, (one.words,), _target("strategy:chapter", one.name))


def _documents(edition: Edition, folder: Path) -> Iterator[Text]:
    there = {entry.path for entry in manifests.read(folder).files} | {manifests.FILE}
    for _, files in PARTS:
        for path, title, use in files:
            if path in there:
                target = _target("edition-file", edition.identity, path)
                yield _text(edition, Kind.DOCUMENT, title, (use,), target)
    for one in FORMATS:
        yield _text(edition, Kind.DOCUMENT, one.title, (one.use,), _target("strategy:downloads", anchor="formats"))

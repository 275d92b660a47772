"""The answer of a planning check in sentences: the page, the PDF and the GeoJSON say the same."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from lnrs.edition.explain_words import KINDS
from lnrs.significance import Action, Significance
from lnrs_web.editions.models import Edition, MetricHabitat, Site
from lnrs_web.pages.words import HARD_SPACE, counted
from lnrs_web.planning.answer import Answer, HabitatFound, Line

ACTIONS = {
    Action.BASELINE: "there now",
    Action.CREATION: "creation",
    Action.ENHANCEMENT: "enhancement",
}

DRAFT = (
    "This edition is a {status}, so this answer is provisional. Strategic significance follows the strategy once it is "
    "published. Until then the local planning authority says which documents count in its place, such as the local "
    "plan, a tree strategy or the river basin management plan."
)
INVENTED = "The edition is an invented example: no place in it is real, and this is no evidence for any application."
REGARD = (
    "A public authority must have regard to the strategy when it considers what it can do for biodiversity (Natural "
    "Environment and Rural Communities Act 2006, section 40(2A)). In planning the strategy is evidence; it may be a "
    "material consideration, and the planning authority decides how much weight to give it. It neither grants nor "
    "forbids development."
)
BASELINE = (
    "For habitats that are there now, high means that a measure mapped on the land names the habitat. Guidance says "
    "less of these than of new ones: agree them with the planning authority."
)
IRREPLACEABLE = (
    "There is irreplaceable habitat on the site. Net gain cannot make up for its loss, and the metric's 10% does not "
    "apply to it: compensation is agreed case by case."
)
ELSEWHERE = (
    "Other designations, such as National Landscapes, green belt, conservation areas and tree preservation orders, are "
    "not part of the strategy."
)


def day(when: date | datetime) -> str:
    """A date as people write it: `26 November 2026`."""
    if isinstance(when, datetime):
        when = timezone.localtime(when).date()
    return f"{when.day} {when:%B %Y}"


def kept_for() -> str:
    """How long a check is kept: in whole years where that is two or more."""
    days = settings.SITE_CHECKS_KEPT_DAYS
    return counted(days // 365, "year") if days >= 2 * 365 else counted(days, "day")


def exact_ha(value_ha: float) -> str:
    """Hectares to the square metre, to be copied into the metric.

    >>> exact_ha(1.25)
    '1.2500\\xa0ha'
    """
    return f"{value_ha:,.4f}{HARD_SPACE}ha"


def amount(size: float, unit: str) -> str:
    """A size as it was given, with its unit."""
    return f"{size:.10g}{HARD_SPACE}{unit}"


def kind_of(site: Site) -> str:
    """What kind of area of particular importance a site is."""
    return KINDS.get(site.kind, site.kind)


def designations(found: Answer) -> list[str]:
    """What the land is designated as, in the order of the law's own list; each once."""
    there = {one.site.kind for one in found.sites}
    return [words for kind, words in KINDS.items() if kind in there]


def significance(line: Line) -> str:
    """A category with its multiplier: `High, 1.15`."""
    if line.significance is None:
        return "Not in this area"
    return f"{line.significance}, {line.significance.multiplier:g}"


def asked_size(found: HabitatFound) -> str:
    """The size that was given for a habitat, with its unit; nothing where it fills its parcel."""
    return "" if found.asked.size is None else amount(found.asked.size, found.habitat.measured_in)


def size(found: HabitatFound, line: Line) -> str:
    """What to write in the metric for a line; where that depends, the land that the habitat may lie on."""
    if found.fills or found.asked.size is None:
        return exact_ha(line.area_ha)
    if len(found.lines) == 1:
        return asked_size(found)
    return f"part of {exact_ha(line.area_ha)}"


def measures(line: Line) -> str:
    """Measures of a line with hectares: `GL1.2 (0.4000 ha)`."""
    return ", ".join(f"{ref} ({exact_ha(area_ha)})" for ref, area_ha in line.measures.items())


def makes(rows: Iterable[MetricHabitat]) -> str:
    """The habitats of the metric that a measure makes: `Grassland - Lowland meadows (creation)`."""
    ways = {"both": "creation or enhancement"}
    return "; ".join(f"{row.metric_habitat} ({ways.get(row.intervention, row.intervention)})" for row in rows)


def reason(found: HabitatFound) -> str:
    """Why a habitat has the significance it has."""
    action, listed = Action(found.asked.action), _listed(found.serves)
    if not found.serves:
        if action is Action.BASELINE:
            return "No measure of the strategy names this habitat."
        return f"No measure of the strategy makes this habitat by {action}."
    makes = "name" if action is Action.BASELINE else "make"
    verb = makes if len(found.serves) > 1 else f"{makes}s"
    by = "" if action is Action.BASELINE else f" by {action}"
    mapped = sorted({ref for line in found.lines for ref in line.measures})
    if not mapped:
        are = "none of them is" if len(found.serves) > 1 else "it is not"
        return f"{listed} {verb} this habitat{by}, and {are} mapped on this land."
    return f"{listed} {verb} this habitat{by}; mapped on this land: {', '.join(mapped)}."


def verdict(found: HabitatFound) -> str:
    """What significance a habitat has, in a sentence or two."""
    if not any(line.significance for line in found.lines):
        return "It lies outside the strategy area, of which another strategy speaks."
    if found.fills or found.settled is not None:
        return _by_line(found)
    where = f"on parcel {found.asked.reference}" if found.asked.reference else "on the site"
    high = exact_ha(sum(line.area_ha for line in found.lines if line.significance is Significance.HIGH))
    if found.bounds is None:
        return f"It depends on where it lies {where}: high (1.15) on {high} of the land, low (1) or outside elsewhere."
    least, most = found.bounds.least, exact_ha(found.bounds.most)
    between = f"from {exact_ha(least)} to {most}" if least else f"up to {most}"
    of_it = f"Of {amount(found.asked.size or 0.0, 'ha')}, {between} would be high."
    return f"It depends on where it lies {where}: it is high (1.15) on {high} of that land. {of_it}"


def _by_line(found: HabitatFound) -> str:
    if found.settled is not None:
        settled = f"{found.settled} ({found.settled.multiplier:g})"
        return f"{settled}, wherever on this land it lies." if not found.fills else f"{settled} on all of it."
    totals: dict[str, float] = {}
    for line in found.lines:
        name = f"{line.significance} ({line.significance.multiplier:g})" if line.significance else "Outside the area"
        totals[name] = totals.get(name, 0.0) + line.area_ha
    return "; ".join(f"{name} on {exact_ha(area_ha)}" for name, area_ha in totals.items()) + "."


def standing(edition: Edition) -> str:
    """What a reader must know of an edition before relying on the answer; nothing where there is nothing."""
    sentences = [DRAFT.format(status=edition.status)] if edition.status not in ("final", "published") else []
    return " ".join([*sentences, INVENTED] if edition.invented else sentences)


def evidence(found: Answer, url: str) -> str:
    """A paragraph to copy: edition, identity, date, measures with hectares, habitats, the lasting link."""
    check, edition = found.check, found.edition
    name = f" ({check.name})" if check.name else ""
    mapped = ", ".join(f"{one.measure.ref} on {exact_ha(one.area_ha)}" for one in found.measures)
    sentences = [
        f"The site{name}, {exact_ha(found.area_ha)} within the red line, was compared on {day(check.made_at)} with "
        f"“{edition.title}”, edition {edition.name} of {day(edition.as_of)} ({edition.status}; identity "
        f"{edition.identity}).",
        f"Measures mapped on the site: {mapped}." if mapped else "No measure is mapped on the site.",
        *(_evidence_of(one) for one in found.habitats),
    ]
    if found.outside_ha:
        sentences.append(f"{exact_ha(found.outside_ha)} of the site are outside {edition.area.name}.")
    if edition.invented:
        sentences.append(INVENTED)
    elif found.provisional:
        sentences.append("The edition is a draft and the answer provisional.")
    return " ".join([*sentences, f"The whole answer: {url}"]).replace(HARD_SPACE, " ")


def _evidence_of(one: HabitatFound) -> str:
    where = f", parcel {one.asked.reference}" if one.asked.reference else ""
    mapped = sorted({ref for line in one.lines for ref in line.measures})
    by = f" High where {_listed(mapped, 'or')} is mapped." if mapped else ""
    return f"{one.habitat.name} ({ACTIONS[Action(one.asked.action)]}{where}): {verdict(one)}{by}"


def _listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: `A, B and C`."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)

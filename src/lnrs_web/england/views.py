"""The pages about England: at a glance, areas compared, one area, one habitat, and which strategy a place is in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from lnrs_web.england import areas, comparing, disagreements, figures, finding, outline_map, queries, reading
from lnrs_web.england.actions import folder_of
from lnrs_web.england.areas import Shown
from lnrs_web.england.frame import of_edition, of_england, page
from lnrs_web.england.models import ENGLAND, EnglandEdition
from lnrs_web.england.outline_map import STATUS_FILLS, Key, Shaded
from lnrs_web.pages.limits import searches

NOTES_SHOWN = 50
KINDS = {
    "guess": "taken for something that the file does not say",
    "repair": "mended",
    "refusal": "could not be used",
    "left_out": "do not belong in the network",
}


@of_england
def front(request: HttpRequest, edition: EnglandEdition | None) -> HttpResponse:
    """England at a glance: the map of the 48 areas with the status of each strategy, and what they come to together."""
    shown = areas.shown(edition)
    shades = [
        Shaded(number, one.address, f"{one.area.name}: {one.status_words.lower()}", STATUS_FILLS[one.status])
        for number, one in shown.items()
    ]
    found: dict[str, Any] = {
        "shown": shown.values(),
        "counted": areas.counted(shown),
        "map": outline_map.drawn(shades, "Map of England's 48 strategy areas, by the status of each strategy"),
        "keys": [Key(STATUS_FILLS[one], words) for one, words, _ in areas.counted(shown)],
    }
    if edition:
        found |= {
            "land": queries.land(edition)[ENGLAND],
            "actions": queries.actions(edition, ENGLAND),
            "habitats": queries.habitats(edition),
            "joined": sum(one.joined is not None and one.joined.status != "none" for one in shown.values()),
        }
    return page(request, edition, "england:front", "england/front.html", **found)


@of_edition
def compare(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:
    """The 48 areas compared by their land: `by` names the figure to sort and to shade by, `order` is most or least."""
    found = comparing.compared(
        request,
        figures.LAND,
        areas.shown(edition),
        queries.land(edition),
        default="important_share",
        of="the 48 strategy areas",
    )
    return page(request, edition, "england:compare", "england/compare.html", compared=found)


@of_england
def area(request: HttpRequest, edition: EnglandEdition | None, slug: str) -> HttpResponse:
    """One area within England: its share, its neighbours, its figures beside England's, and how it was read."""
    number = areas.slugs().get(slug)
    if number is None:
        raise Http404
    shown = areas.shown(edition)
    this = shown[number]
    along = reading.borders(folder_of(edition), number) if edition else {}
    neighbours = [(shown[one], along.get(one)) for one in this.area.neighbours]
    found: dict[str, Any] = {"this": this, "neighbours": neighbours, "has_borders": bool(along)}
    if edition and this.joined and this.joined.status != "none":
        found |= _joined(edition, this, shown)
    return page(request, edition, "england:compare", "england/area.html", **found)


def _joined(edition: EnglandEdition, this: Shown, shown: dict[int, Shown]) -> dict[str, Any]:
    """What an England edition says of an area that is joined in it."""
    number, land, folder = this.area.lnrs_id, queries.land(edition), folder_of(edition)
    own, whole = land[number], land[ENGLAND]
    notes = reading.notes(folder, number)
    kinds = [(words, sum(note["kind"] == kind for note in notes)) for kind, words in KINDS.items()]
    return {
        "compared": [
            (
                one.words,
                figures.said(one, own.get(one.key)),
                figures.said(one, whole.get(one.key)),
                _share(one, own, whole),
            )
            for one in figures.LAND
        ],
        "actions": queries.actions(edition, number),
        "habitats": queries.habitats(edition, number),
        "notes": notes[:NOTES_SHOWN],
        "more_notes": max(len(notes) - NOTES_SHOWN, 0),
        "note_kinds": [(words, count) for words, count in kinds if count],
        "notes_path": f"notes/{number:02d}.json",
        "has_conflicts": reading.has_borders(folder),
        "conflicts": disagreements.of_area(reading.conflicts(folder, number), number, shown),
    }


def _share(figure: figures.Figure, own: figures.Values, whole: figures.Values) -> float | None:
    """How much of England's the area's is; nothing for what does not add up, such as a share."""
    value, total = own.get(figure.key), whole.get(figure.key)
    return None if figure.unit == "share" or value is None or not total else value / total


@of_edition
def habitats(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:
    """Every habitat in England: as it is now, and if every mapped measure were delivered."""
    return page(request, edition, "england:habitats", "england/habitats.html", habitats=queries.habitats(edition))


@of_edition
def habitat(request: HttpRequest, edition: EnglandEdition, slug: str) -> HttpResponse:
    """One habitat in England and in each area, compared as areas are."""
    name = queries.habitat_names(edition.identity).get(slug)
    if name is None:
        raise Http404
    by_area = queries.habitat_in_areas(edition, name)
    found = comparing.compared(
        request,
        figures.HABITAT,
        areas.shown(edition),
        {number: one.values for number, one in by_area.items()},
        default="now_ha",
        of=name,
    )
    whole = by_area[ENGLAND]
    return page(request, edition, "england:habitats", "england/habitat.html", habitat=whole, compared=found)


@searches
@of_england
def find(request: HttpRequest, edition: EnglandEdition | None) -> HttpResponseBase:
    """Which strategy area a place lies in: by postcode, grid reference, or name of a place; a form where none is named.

    The name of an area leads to its page, and a name that several places have to a choice of them.
    """
    asked = request.GET.get("place", "").strip()
    if not asked:
        return page(request, edition, "england:find", "england/find.html")
    shown = areas.shown(edition)
    try:
        found = finding.find(asked, shown)
    except ValueError as error:
        wrong = {"asked": asked, "wrong": str(error)}
        return page(request, edition, "england:find", "england/find.html", status=400, **wrong)
    if isinstance(found, Shown):
        return redirect(reverse("england:area", args=[found.slug]))
    if isinstance(found, finding.Several):
        return page(request, edition, "england:find", "england/find.html", asked=asked, several=found)
    at = f"{found.place.easting_m:.0f},{found.place.northing_m:.0f}"
    return page(request, edition, "england:find", "england/find.html", asked=asked, found=found, at=at)

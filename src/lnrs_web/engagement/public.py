"""What everyone may read of a contribution: what its writer and the moderators allow, and no place finer than its
rule."""

import math
from dataclasses import dataclass

import shapely

from lnrs import gridref
from lnrs_web.engagement.models import Activity, Attachment, Contribution, Location
from lnrs_web.engagement.sensitive import grain_of

PARTS = ("measure", "priority", "paragraph")
"""Kinds of location that are no place: they say nothing of where."""


@dataclass(frozen=True)
class PublicPlace:
    """What it is about, as everyone may know it; `shape` is in EPSG:27700, nothing where it has none."""

    words: str
    kind: str
    ref: str
    shape: shapely.Geometry | None
    quote: str = ""
    """The words of a paragraph."""
    of_another_edition: bool = False


@dataclass(frozen=True)
class Public:
    """A contribution as everyone may read it."""

    contribution: Contribution
    writer: str
    said: list[tuple[str, str]]
    """Question and answer, those left empty out."""
    change_sought: str
    places: list[PublicPlace]
    evidence: list[Attachment]

    @property
    def begins(self) -> str:
        """Its first words."""
        first = next((words for _, words in self.said), "") or self.change_sought
        return first if len(first) <= 240 else first[:240].rsplit(" ", 1)[0] + " …"


def public(contribution: Contribution) -> Public:
    """What everyone may read of a published contribution."""
    answers = contribution.answers.select_related("question").order_by("question__position")
    return Public(
        contribution,
        writer_of(contribution),
        [(one.question.text, words) for one in answers if (words := one.public_words.strip())],
        change_shown(contribution),
        public_places(contribution),
        list(contribution.attachments.filter(is_public=True, removed_at=None)),
    )


def public_places(contribution: Contribution) -> list[PublicPlace]:
    """What it is about: each place as it was given or, where its rule is coarser, as the square of the rule's side in
    which its middle lies. Then nothing that names it is told either."""
    grain_m = grain_of(contribution)
    return [public_place(one, grain_m) for one in contribution.locations.all()]


def public_place(location: Location, grain_m: int) -> PublicPlace:
    """A place as everyone may know it, told no finer than a square of so many metres; 0 for as it is."""
    shape = location.shape
    if location.kind in PARTS or (location.kind == "zone" and not location.ref.startswith("postcode")):
        other = location.is_of_another_edition
        return PublicPlace(location.called, location.kind, location.ref, None, location.quote, other)
    if shape is None:
        return PublicPlace(location.get_kind_display(), location.kind, "", None)
    if not grain_m:
        where = location.called or gridref.place_name(shape.centroid.x, shape.centroid.y)
        where += f", in {location.parish_name}" if location.parish_name and location.parish_name not in where else ""
        return PublicPlace(where, location.kind, location.ref, shape)
    return square_of(shape, grain_m)


def square_of(shape: shapely.Geometry, grain_m: int) -> PublicPlace:
    """The square of so many metres in which the middle of a shape lies, and nothing of the shape."""
    middle = shape.representative_point()
    west, south = (math.floor(value / grain_m) * grain_m for value in (middle.x, middle.y))
    square = shapely.box(west, south, west + grain_m, south + grain_m)
    return PublicPlace(_square_in_words(square, grain_m), "area", "", square)


def _square_in_words(square: shapely.Geometry, side_m: int) -> str:
    figures = max(2, 2 * (5 - round(math.log10(side_m))))
    west, south, *_ = square.bounds
    side = f"{side_m // 1000} km" if side_m % 1000 == 0 else f"{side_m} m"
    return f"Somewhere in the {side} square {gridref.format_reference(west, south, figures)}"


def change_shown(contribution: Contribution) -> str:
    """The change that it seeks, as it may be published."""
    change = contribution.public_change_sought
    return contribution.change_sought if change is None else change


def writer_of(contribution: Contribution) -> str:
    """Who wrote it, where its writer and the activity let everyone know; else nothing."""
    if contribution.activity.publication == Activity.Publication.NAMES and contribution.may_name:
        return contribution.organisation or contribution.name
    return ""

"""What a link says that somebody wants to speak of: a part of the strategy in one of its editions, or a place.

A place of the local habitat map has its number, and a paragraph its place in a chapter, in one edition alone. An
activity may be about another: then what is the same there is meant, and what is not keeps its own edition, by name.
"""

from collections.abc import Sequence

from lnrs_web.editions.models import Edition, Measure, Place, Priority, Zone
from lnrs_web.engagement.actions.drafts import SUBJECTS
from lnrs_web.engagement.locating import at_coordinates, of_zone
from lnrs_web.engagement.models import Location
from lnrs_web.engagement.shaping import shaped
from lnrs_web.strategy import prose
from lnrs_web.strategy import queries as strategies

Kind = Location.Kind
SAME_M = 0.05
"""How far apart two edges may lie that are one edge."""


def subject_in(edition: Edition | None, about: str) -> Location | None:
    """What a link names: `measure:GL1`, `priority:GL1`, `paragraph:summary` (a chapter), `paragraph:summary.3`,
    `polygon:123`, `at:TR 054 469` or `zone:parish:E04000001`; nothing for what is not there."""
    kind, _, ref = about.replace("\x00", "").strip().partition(":")
    if edition is None or not ref or len(ref) > 80:
        return None
    if kind == Kind.MEASURE and (measure := Measure.objects.filter(edition=edition, ref=ref).first()):
        return Location(kind=kind, edition=edition, ref=ref, called=f"{ref} {measure.measure}"[:200])
    if kind == Kind.PRIORITY and (priority := Priority.objects.filter(edition=edition, ref=ref).first()):
        return Location(kind=kind, edition=edition, ref=ref, called=f"{ref} {priority.priority}"[:200])
    if kind == Kind.PARAGRAPH:
        return _of_paragraph(edition, ref)
    if kind == Kind.POLYGON and ref.isascii() and ref.isdecimal() and len(ref) < 10:
        return _of_polygon(edition, int(ref))
    if kind == Kind.ZONE:
        zone_kind, _, code = ref.partition(":")
        zone = Zone.objects.filter(edition=edition, kind=zone_kind, code=code).first()
        return of_zone(zone) if zone else None
    return at_coordinates(edition, ref) if kind == "at" else None


def _of_paragraph(edition: Edition, ref: str) -> Location | None:
    name, _, number = ref.partition(".")
    chapter = prose.chapter(edition, name)
    if chapter is None:
        return None
    if not number:
        return Location(kind=Kind.PARAGRAPH, edition=edition, ref=ref, called=chapter.title[:200], quote="")
    one = next((one for one in chapter.passages if str(one.number) == number), None)
    if one is None:
        return None
    called = f"Paragraph {number} of “{chapter.title[:150]}”"
    return Location(kind=Kind.PARAGRAPH, edition=edition, ref=ref, called=called, quote=one.words, digest=one.digest)


def _of_polygon(edition: Edition, number: int) -> Location | None:
    found = Place.objects.filter(edition=edition, number=number).select_related("piece", "measure").first()
    if found is None:
        return None
    made = shaped(found.piece.shape, edition)
    made.kind, made.ref = Kind.POLYGON, str(number)
    where = f", in {made.parish_name}" if made.parish_name else ""
    made.called = f"Place {number} on the map{where[:50]}: {found.measure.ref} {found.measure.measure}"[:200]
    return made


def about_of(area: str, about: str, asked: str) -> tuple[Location | None, str]:
    """What a link from a page of an area names, and the link with the edition that it speaks of: `polygon:12@EDITION`.
    `asked` is the edition that the address of the page names."""
    plain, edition = _edition_of(area, about, asked)
    found = subject_in(edition, plain)
    if found is None or edition is None:
        return None, ""
    return found, f"{plain}@{edition.identity}"


def subject_for(activity_edition: Edition | None, area: str, about: str, asked: str = "") -> Location | None:
    """What a link names, for an activity: the same thing in the activity's edition where it is there, else the thing
    itself, which says of which edition it is."""
    if activity_edition is None:
        return None
    plain, edition = _edition_of(area, about, asked)
    if about.endswith(f"@{activity_edition.identity}"):  # it may be one that not everyone may see yet
        edition = activity_edition
    found = subject_in(edition, plain)
    if found is None:
        return None if "@" in about else subject_in(activity_edition, plain)
    if edition == activity_edition or found.kind not in SUBJECTS:
        return subject_in(activity_edition, plain)
    return _same_in(activity_edition, found) or _of_another_edition(found)


def _edition_of(area: str, about: str, asked: str) -> tuple[str, Edition | None]:
    """A link without its edition, and that: the one it names, or the one of the page."""
    plain, _, identity = about.partition("@")
    return plain, strategies.chosen(strategies.editions_of(area), identity or asked)


def _same_in(edition: Edition, found: Location) -> Location | None:
    if found.kind == Kind.POLYGON:
        return _same_place(edition, found)
    if found.kind == Kind.PARAGRAPH and found.digest:
        chapter = prose.chapter(edition, found.ref.partition(".")[0])
        passages: Sequence[prose.Passage] = chapter.passages if chapter else ()
        same = [one.number for one in passages if one.digest == found.digest]
        return _of_paragraph(edition, f"{found.ref.partition('.')[0]}.{same[0]}") if same else None
    there = subject_in(edition, f"{found.kind}:{found.ref}")
    return there if there and there.called == found.called and _words(there) == _words(found) else None


def _words(one: Location) -> str:
    """All that a chapter says; of a measure or a priority its name is enough."""
    assert one.edition
    chapter = prose.chapter(one.edition, one.ref) if one.kind == Kind.PARAGRAPH else None
    return chapter.words if chapter else ""


def _same_place(edition: Edition, found: Location) -> Location | None:
    """The place of the same measure on the same land."""
    assert found.edition
    shape = found.shape
    assert shape is not None
    measure = Place.objects.select_related("measure").get(edition=found.edition, number=int(found.ref)).measure.ref
    near = Place.objects.filter(edition=edition, measure__ref=measure).select_related("piece")
    west, south, east, north = shape.bounds
    near = near.filter(
        piece__west__range=(west - SAME_M, west + SAME_M),
        piece__south__range=(south - SAME_M, south + SAME_M),
        piece__east__range=(east - SAME_M, east + SAME_M),
        piece__north__range=(north - SAME_M, north + SAME_M),
    )
    same = next((one for one in near if one.piece.shape.hausdorff_distance(shape) <= SAME_M), None)
    return _of_polygon(edition, same.number) if same else None


def _of_another_edition(found: Location) -> Location:
    assert found.edition
    ending = f", in edition {found.edition.name}"[:60]
    if found.kind == Kind.POLYGON:
        measure = Place.objects.select_related("measure").get(edition=found.edition, number=int(found.ref)).measure
        where = f", in {found.parish_name}" if found.parish_name else ""
        found.called = f"Place {found.ref} of measure {measure.ref}{where}"[:140] + ending
    else:
        found.called = found.called[:140] + ending
    return found

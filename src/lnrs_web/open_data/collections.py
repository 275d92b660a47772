"""A collection is a layer of an edition: `kent-and-medway.measures` of the current one, and
`kent-and-medway-draft-1-0123456789ab.measures` of that one for ever."""

from dataclasses import dataclass

from lnrs_web.editions.models import Edition
from lnrs_web.editions.queries import current_editions, seen_by_everyone
from lnrs_web.open_data.layers import LAYERS, Layer, in_edition


@dataclass(frozen=True)
class Collection:
    """A layer under one of its names; `lasting` where the name is that of its edition."""

    name: str
    edition: Edition
    layer: Layer
    lasting: bool

    @property
    def lasting_name(self) -> str:
        """Its name in this edition for ever."""
        return f"{self.edition.identity}.{self.layer.name}"

    @property
    def current_name(self) -> str:
        """The name of the same layer in the current edition of the area."""
        return f"{self.edition.area.slug}.{self.layer.name}"

    @property
    def title(self) -> str:
        """What it is, where and in which edition."""
        area, edition = self.edition.area.name, self.edition
        return f"{self.layer.title}, {area}, edition {edition.name} of {edition.as_of:%-d %B %Y}"


def of_edition(edition: Edition, *, lasting: bool) -> list[Collection]:
    """The collections of an edition, under the names of the current or the lasting ones."""
    before = edition.identity if lasting else edition.area.slug
    return [Collection(f"{before}.{one.name}", edition, one, lasting) for one in in_edition(edition)]


def states() -> list[str]:
    """What an answer about every edition rests on: each that everyone may see, and how far it has got."""
    return [state(one) for one in seen_by_everyone()]


def state(edition: Edition) -> str:
    """An edition, which never changes, and whether another has taken its place."""
    return f"{edition.identity} {edition.stage}"


def current() -> list[Collection]:
    """Every collection of the current edition of each area."""
    return [one for edition in current_editions() for one in of_edition(edition, lasting=False)]


def named(name: str) -> Collection | None:
    """The collection of a name; nothing where there is none that everyone may see."""
    before, _, layer = name.rpartition(".")
    if not before or layer not in LAYERS or "\x00" in before:
        return None
    for editions, lasting in (
        (current_editions().filter(area__slug=before), False),
        (seen_by_everyone().select_related("area").filter(identity=before), True),
    ):
        for edition in editions:
            found = [one for one in of_edition(edition, lasting=lasting) if one.layer.name == layer]
            return found[0] if found else None
    return None

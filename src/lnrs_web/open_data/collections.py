"""A collection is a layer of an edition: `kent-and-medway.measures` of the current one, and
`kent-and-medway-draft-1-0123456789ab.measures` of that one for ever."""

from dataclasses import dataclass

from lnrs_web.editions.queries import current_editions, seen_by_everyone
from lnrs_web.england import queries as england
from lnrs_web.england.models import EnglandEdition
from lnrs_web.open_data.layers import LAYERS, OF_ENGLAND, Layer, OfWhat, in_edition


@dataclass(frozen=True)
class Collection:
    """A layer under one of its names; `lasting` where the name is that of its edition."""

    name: str
    edition: OfWhat
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


def of_edition(edition: OfWhat, *, lasting: bool) -> list[Collection]:
    """The collections of an edition, under the names of the current or the lasting ones."""
    before = edition.identity if lasting else edition.area.slug
    return [Collection(f"{before}.{one.name}", edition, one, lasting) for one in _layers(edition)]


def _layers(edition: OfWhat) -> list[Layer]:
    return list(OF_ENGLAND.values()) if isinstance(edition, EnglandEdition) else in_edition(edition)


def states() -> list[str]:
    """What an answer about every edition rests on: each that everyone may see, and how far it has got."""
    return [state(one) for one in (*seen_by_everyone(), *england.seen_by_everyone())]


def state(edition: OfWhat) -> str:
    """An edition, which never changes, and whether another has taken its place."""
    return f"{edition.identity} {edition.stage}"


def current() -> list[Collection]:
    """Every collection of the current edition of each area, and of England."""
    return [one for edition in current_everywhere() for one in of_edition(edition, lasting=False)]


def current_everywhere() -> list[OfWhat]:
    """The current edition of each area, and that of England last."""
    whole = england.current()
    return [*current_editions(), *([whole] if whole else [])]


def named(name: str) -> Collection | None:
    """The collection of a name; nothing where there is none that everyone may see."""
    before, _, layer = name.rpartition(".")
    if not before or "\x00" in before:
        return None
    if layer in OF_ENGLAND:
        return _of_england(before, layer)
    if layer not in LAYERS:
        return None
    for editions, lasting in (
        (current_editions().filter(area__slug=before), False),
        (seen_by_everyone().select_related("area").filter(identity=before), True),
    ):
        for edition in editions:
            found = [one for one in of_edition(edition, lasting=lasting) if one.layer.name == layer]
            return found[0] if found else None
    return None


def _of_england(before: str, layer: str) -> Collection | None:
    lasting = before != "england"
    edition = england.seen_by_everyone().filter(identity=before).first() if lasting else england.current()
    return Collection(f"{before}.{layer}", edition, OF_ENGLAND[layer], lasting) if edition else None

"""What is said of an edition in every file to take away: which it is, whose, and under which licences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lnrs.edition import manifest as manifests
from lnrs.edition import read
from lnrs.edition.manifest import Manifest

NAME = "READ-ME.txt"


@dataclass(frozen=True)
class About:
    """An edition's manifest, and the words that its licences ask for."""

    manifest: Manifest
    licences: tuple[str, ...]
    attributions: tuple[str, ...]


def about(folder: Path) -> About:
    """What is said of the edition in a folder."""
    sources = read.provenance(folder)["sources"].values()
    licences = (f"{one['licence_name']} {one['licence_url']}".strip() for one in sources)
    return About(
        manifests.read(folder),
        licences=tuple(sorted({one for one in licences if one})),
        attributions=tuple(dict.fromkeys(one["attribution"] for one in sources if one["attribution"])),
    )


def text(found: About, notes: Iterable[str]) -> str:
    """The file that goes with the data."""
    return "\r\n".join(_lines(found, notes)) + "\r\n"


def _lines(found: About, notes: Iterable[str]) -> Iterator[str]:
    edition = found.manifest
    yield edition.title
    if edition.invented:
        yield "AN INVENTED EXAMPLE: no place, site or plan in it is real."
    else:
        yield f"Prepared by {edition.responsible_authority}"
    day = f"{edition.as_of_date:%-d %B %Y}"
    yield from (
        "",
        f"Edition {edition.edition} ({edition.status}), data and law as at {day}",
        f"Identity {edition.identity}",
        "",
    )
    yield "APIB: areas of particular importance for biodiversity; rows of different types overlap."
    yield "ACB: areas that could become of particular importance; none overlaps another."
    yield "PM: potential measures, a row for each measure on each piece of land; rows of different measures overlap."
    yield "Do not add up areas of APIB or PM: the edition's own figures count each hectare once."
    yield "Measures are proposals: they oblige nobody."
    yield from ("", *notes)
    yield from ("", "Licences of the data that it was made from:", *(f"- {one}" for one in found.licences))
    yield from ("", "Attribution, to be given wherever it is used:", *(f"- {one}" for one in found.attributions))

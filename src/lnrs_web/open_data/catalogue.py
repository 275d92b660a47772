"""What there is to take away, as the catalogues of others read it: DCAT-AP 3 and schema.org, both as JSON-LD."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from lnrs_web.editions.models import Edition
from lnrs_web.england import downloads as of_england
from lnrs_web.england.models import EnglandEdition
from lnrs_web.open_data import collections, licences, ogc, tiles
from lnrs_web.open_data.collections import Collection
from lnrs_web.open_data.crs import CRS84, bounds_in
from lnrs_web.open_data.layers import LAYERS, OF_ENGLAND, OfWhat, bounds
from lnrs_web.strategy.documents import other_formats, parts_of

MEDIA = {
    ".csv": "text/csv",
    ".gpkg": "application/geopackage+sqlite3",
    ".html": "text/html",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".pmtiles": "application/vnd.pmtiles",
    ".zip": "application/zip",
}
KEYWORDS = ("local nature recovery strategy", "biodiversity", "nature recovery", "habitat")


@dataclass(frozen=True)
class Download:
    """A way to have a data set: where it is, what it is called, and its media type. `size_bytes` of a file."""

    href: str
    title: str
    media: str
    size_bytes: int | None = None


@dataclass(frozen=True)
class DataSet:
    """A layer or the whole of an edition, with every way to have it."""

    name: str
    page: str
    title: str
    words: str
    edition: OfWhat
    box: list[float] | None
    """West, south, east and north in degrees."""
    licences: dict[str, str]
    attribution: str
    downloads: list[Download]
    layer: str = ""
    """What the layer is called, where it is one."""
    whole: str = ""
    """The name of what it is part of."""


FileAddress = Callable[..., str]
"""The whole address of an edition's file by its path; of the map in another format with the page that gives it."""


def data_sets(edition: OfWhat, address: ogc.Address, file: FileAddress) -> list[DataSet]:
    """An edition as a whole, and each of its layers. `address` and `file` give whole addresses."""
    layers = collections.of_edition(edition, lasting=True)
    whole = _england(edition, address, file) if isinstance(edition, EnglandEdition) else _whole(edition, address, file)
    return [whole, *(_layer(one, address, file) for one in layers)]


def _whole(edition: Edition, address: ogc.Address, file: FileAddress) -> DataSet:
    sources = licences.sources_of(edition, "local-habitat-map.gpkg")
    files = [one for _, documents in parts_of(edition) for one in documents if one.use]
    downloads = [Download(file(edition, one.path), one.title, _media(one.path), one.size_bytes) for one in files]
    downloads += [
        Download(file(edition, one.name, "edition-format"), one.title, MEDIA[".zip"])
        for one in other_formats(edition)
        if not one.refused
    ]
    downloads += [
        Download(address("tilejson", edition.identity, name), f"Vector tiles: {name}", "application/json")
        for name in tiles.archives_of(edition)
    ]
    return DataSet(
        name=edition.identity,
        page=address("catalogue") + f"#{edition.identity}",
        title=f"{edition.title}, edition {edition.name}",
        words=f"Everything that the strategy for {edition.area.name} published at one time: the local habitat map, the "
        "statement of biodiversity priorities, tables, figures, findings and where everything comes from."
        + (" An invented example: no place, site or plan in it is real." if edition.invented else ""),
        edition=edition,
        box=_box(edition, "area"),
        licences=licences.licences_of(sources),
        attribution=licences.attribution_of(sources),
        downloads=downloads,
    )


def _england(edition: EnglandEdition, address: ogc.Address, file: FileAddress) -> DataSet:
    """The England edition: its tables and tiles; the parts of its layers are told by its STAC catalogue."""
    sources = licences.sources_of(edition, "")
    files = [*of_england.tables_of(edition), *of_england.others_of(edition)]
    return DataSet(
        name=edition.identity,
        page=address("catalogue") + f"#{edition.identity}",
        title=f"{edition.title}, {edition.as_of:%-d %B %Y}",
        words="The local nature recovery strategies of England as one network: their maps as GeoParquet by area and by "
        "10 km square, the figures of England, each area and each habitat, and what neighbours disagree about."
        + (" An invented example: no place, site or plan in it is real." if edition.invented else ""),
        edition=edition,
        box=_box(edition, "areas"),
        licences=licences.licences_of(sources),
        attribution=licences.attribution_of(sources),
        downloads=[Download(file(edition, one.path), one.title, _media(one.path), one.size_bytes) for one in files],
    )


def _layer(one: Collection, address: ogc.Address, file: FileAddress) -> DataSet:
    sources = licences.sources_of(one.edition, one.layer.file)
    return DataSet(
        name=one.name,
        page=address("collection", one.name, f="html"),
        title=one.title,
        words=one.layer.words,
        edition=one.edition,
        box=_box(one.edition, one.layer.name),
        licences=licences.licences_of(sources),
        attribution=licences.attribution_of(sources),
        downloads=[
            Download(address("items", one.name, f="json"), "OGC API - Features, GeoJSON", "application/geo+json"),
            *(
                [Download(file(one.edition, one.layer.file), "GeoParquet", MEDIA[".parquet"])]
                if one.layer.file.endswith(".parquet")
                else []
            ),
        ],
        layer=one.layer.title,
        whole=one.edition.identity,
    )


def _media(path: str) -> str:
    return next((media for end, media in MEDIA.items() if path.endswith(end)), "application/octet-stream")


def _box(edition: OfWhat, layer: str) -> list[float] | None:
    found = bounds(edition, (LAYERS | OF_ENGLAND)[layer])
    return bounds_in(found, CRS84) if found else None


def dcat(root: str, found: Iterable[DataSet]) -> dict[str, Any]:
    """The catalogue in DCAT-AP 3 as JSON-LD; `root` is the address of the catalogue's page."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "locn": "http://www.w3.org/ns/locn#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "adms": "http://www.w3.org/ns/adms#",
        },
        "@id": root,
        "@type": "dcat:Catalog",
        "dct:title": {"@value": ogc.TITLE, "@language": "en"},
        "dct:description": {"@value": ogc.WORDS, "@language": "en"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": "Local nature recovery"},
        "foaf:homepage": {"@id": root},
        "dcat:dataset": [_dcat_set(root, one) for one in found],
    }


def _dcat_set(root: str, one: DataSet) -> dict[str, Any]:
    edition = one.edition
    described: dict[str, Any] = {
        "@id": _named(root, one.name),
        "@type": "dcat:Dataset",
        "dct:identifier": one.name,
        "dct:title": {"@value": one.title, "@language": "en"},
        "dct:description": {"@value": one.words, "@language": "en"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": edition.area.responsible_authority},
        "dct:issued": _date(edition),
        "dcat:version": edition.name,
        "dcat:keyword": list(KEYWORDS),
        "dcat:theme": {"@id": "http://publications.europa.eu/resource/authority/data-theme/ENVI"},
        "dcat:landingPage": {"@id": one.page},
        "dct:rights": one.attribution,
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": _date(edition), "dcat:endDate": _date(edition)},
        "dcat:distribution": [_dcat_distribution(one, download) for download in one.downloads],
    }
    if one.box:
        described["dct:spatial"] = {
            "@type": "dct:Location",
            "dcat:bbox": {"@value": _wkt(one.box), "@type": "http://www.opengis.net/ont/geosparql#wktLiteral"},
        }
    if one.whole:
        described["dct:isPartOf"] = {"@id": _named(root, one.whole)}
    if isinstance(edition, Edition) and edition.replaces and not one.whole:
        described["dct:replaces"] = edition.replaces
    return described


def _dcat_distribution(one: DataSet, download: Download) -> dict[str, Any]:
    is_file = download.size_bytes is not None
    described: dict[str, Any] = {
        "@type": "dcat:Distribution",
        "dct:title": {"@value": download.title, "@language": "en"},
        "dcat:accessURL": {"@id": download.href},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{download.media}"},
        "dct:license": [{"@id": url} for url in one.licences.values() if url],
    }
    if is_file:
        described |= {
            "dcat:downloadURL": {"@id": download.href},
            "dcat:byteSize": {"@value": str(download.size_bytes), "@type": "xsd:nonNegativeInteger"},
        }
    return described


def _named(root: str, name: str) -> str:
    return f"{root}#{name}"


def _date(edition: OfWhat) -> dict[str, str]:
    return {"@value": edition.as_of.isoformat(), "@type": "xsd:date"}


def _wkt(box: list[float]) -> str:
    west, south, east, north = (f"{edge:.5f}" for edge in box)
    return f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"


def schema_org(root: str, found: Iterable[DataSet]) -> dict[str, Any]:
    """The same for search engines: a schema.org DataCatalog of Datasets."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": root,
        "name": ogc.TITLE,
        "description": ogc.WORDS,
        "url": root,
        "dataset": [_schema_org_set(root, one) for one in found],
    }


def _schema_org_set(root: str, one: DataSet) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": "Dataset",
        "@id": _named(root, one.name),
        "identifier": one.name,
        "name": one.title,
        "description": one.words,
        "url": one.page,
        "version": one.edition.name,
        "creator": {"@type": "Organization", "name": one.edition.area.responsible_authority},
        "license": [url for url in one.licences.values() if url],
        "creditText": one.attribution,
        "isAccessibleForFree": True,
        "keywords": list(KEYWORDS),
        "temporalCoverage": one.edition.as_of.isoformat(),
        "distribution": [
            {"@type": "DataDownload", "name": way.title, "contentUrl": way.href, "encodingFormat": way.media}
            for way in one.downloads
        ],
    }
    if one.box:
        west, south, east, north = one.box
        shape = {"@type": "GeoShape", "box": f"{south:.5f} {west:.5f} {north:.5f} {east:.5f}"}
        described["spatialCoverage"] = {"@type": "Place", "name": one.edition.area.name, "geo": shape}
    if one.whole:
        described["isPartOf"] = {"@id": _named(root, one.whole)}
    return described

"""Web Feature Service 2.0: a feature type page by page. Source: OGC 09-025r2."""

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from lnrs.layers.contract import Source
from lnrs.layers.fetch.order import Order
from lnrs.layers.fetch.pages import Harvest, kept_pages, open_part, save_page
from lnrs.layers.fetch.session import Line, Params, ask, failed

PAGE = 1000
NATIONAL = "urn:ogc:def:crs:EPSG::27700"
WFS = "{http://www.opengis.net/wfs/2.0}"
OWS = "{http://www.opengis.net/ows/1.1}"
JSON_FORMATS = ("application/json", "application/geo+json", "geojson", "json")


@dataclass(frozen=True)
class Offer:
    """What a service offers for one feature type."""

    type_name: str
    output: str
    """The output format to ask for; empty for the service's own GML."""

    @property
    def ending(self) -> str:
        """Of the files its pages are kept in."""
        return "json" if self.output else "gml"


def fetch_wfs(order: Order) -> Harvest:
    """Every feature of the source's type that meets the bounds, as GeoJSON where it is offered and GML otherwise.

    Raises FetchFailed where the type is not offered in the National Grid, or pages stop before the service's count.
    """
    line, source = order.line, order.source
    offer = _offer(line, source)
    asked: dict[str, str | int] = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": offer.type_name,
        "srsName": NATIONAL,
    }
    if order.bounds is not None:
        asked["bbox"] = ",".join([*(f"{edge:.2f}" for edge in order.bounds), NATIONAL])
    part = open_part(order, {"state": order.retrieved.isoformat(), "output": offer.output, **asked})
    promised = _hits(line, source.url, asked)
    pages = kept_pages(part, offer.ending)
    rows = sum(count_features(page.read_bytes(), source.url) for page in pages)
    while rows < promised:
        order.progress(order.task, rows / promised)
        content = _page(line, source.url, {**asked, "startIndex": rows, "count": PAGE}, offer)
        came = count_features(content, source.url)
        if not came:
            raise failed(source.url, f"promised {promised} features and stopped at {rows}.", "Fetch again later.")
        pages.append(save_page(part, len(pages), content, offer.ending))
        rows += came
    return Harvest(tuple(pages), rows, promised, "EPSG:27700", "")


def count_features(content: bytes, url: str) -> int:
    """Features in a page of GeoJSON or GML. Raises FetchFailed where it is neither, with the service's complaint."""
    if content.lstrip().startswith(b"{"):
        return len(json.loads(content).get("features", []))
    root = _xml(content, url)
    if root.tag.endswith("ExceptionReport"):
        raise failed(url, f"answered with an error: {_complaint(root)}.", "Check the address and the layer.")
    return sum(len(member) for member in root if member.tag in (f"{WFS}member", f"{WFS}members"))


def _offer(line: Line, source: Source) -> Offer:
    params = {"service": "WFS", "version": "2.0.0", "request": "GetCapabilities"}
    root = _xml(ask(line, source.url, params).content, source.url)
    types = {_text(one, f"{WFS}Name"): one for one in root.iter(f"{WFS}FeatureType")}
    name = next((name for name in types if source.layer in (name, name.split(":")[-1])), None)
    if name is None:
        have = ", ".join(sorted(types)) or "none"
        raise failed(source.url, f"does not offer {source.layer!r}; it offers {have}.", "Correct the name.")
    systems = [one.text or "" for one in types[name] if one.tag in (f"{WFS}DefaultCRS", f"{WFS}OtherCRS")]
    if not any(system.endswith("27700") for system in systems):
        raise failed(source.url, f"offers {name} in {', '.join(systems)} only.", "Choose another source.")
    return Offer(name, _json_format(root))


def _json_format(root: ET.Element) -> str:
    offered = {
        (value.text or "").strip()
        for parameter in root.iter(f"{OWS}Parameter")
        if parameter.get("name") == "outputFormat"
        for value in parameter.iter(f"{OWS}Value")
    }
    return next((wanted for wanted in JSON_FORMATS if wanted in offered), "")


def _hits(line: Line, url: str, asked: Params) -> int:
    root = _xml(ask(line, url, {**asked, "resultType": "hits"}).content, url)
    matched = root.get("numberMatched", "")
    if not matched.isdigit():
        raise failed(url, f"does not say how many features it has: {_complaint(root)}.", "Choose another source.")
    return int(matched)


def _page(line: Line, url: str, params: Params, offer: Offer) -> bytes:
    output = {"outputFormat": offer.output} if offer.output else {}
    return ask(line, url, {**params, **output}).content


def _xml(content: bytes, url: str) -> ET.Element:
    if b"<!DOCTYPE" in content[:4096]:
        raise failed(url, "answered XML with a document type, which no WFS needs.", "Choose another source.")
    try:
        return ET.fromstring(content)
    except ET.ParseError as error:
        raise failed(url, f"answered something that is not XML ({error}).", "Check the address.") from error


def _text(element: ET.Element, tag: str) -> str:
    found = element.find(tag)
    return (found.text or "").strip() if found is not None else ""


def _complaint(root: ET.Element) -> str:
    return " ".join((one.text or "").strip() for one in root.iter(f"{OWS}ExceptionText")) or root.tag.split("}")[-1]

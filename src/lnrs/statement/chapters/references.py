"""Every source that the statement leads to, with its address in full, for readers of a printed copy."""

from lnrs.document.tree import Block, Content, Heading, Link, List, Paragraph, Strong
from lnrs.layers.licences import LICENCES
from lnrs.statement.material import Material
from lnrs.statement.plain_words import day

Reference = tuple[str, str, str]
"""What it is called, its address, and a remark."""


def references(material: Material) -> list[Block]:
    """An appendix: law and guidance, guidance on measures, funding, data and licences."""
    groups = (
        ("Law and statutory guidance", "law", _law(material)),
        ("Guidance on measures", "measures", _guidance(material)),
        ("Funding", "funding", _funding(material)),
        ("Data and licences", "data", _data(material)),
    )
    listed = [
        block
        for title, key, group in groups
        if group
        for block in (Heading(3, title, f"references-{key}", listed=False), _list(group))
    ]
    return [Heading(2, "References", "references", appendix=True), *listed] if listed else []


def _list(group: list[Reference]) -> List:
    return List(tuple((Paragraph(_entry(*reference)),) for reference in group), numbered=True)


def _entry(title: str, url: str, remark: str) -> Content:
    address: Content = (" ", Link((url,), url)) if url else ()
    return (f"{title}.", *address, *((" ", Strong((remark,))) if remark else ()))


def _law(material: Material) -> list[Reference]:
    found: dict[str, Reference] = {}
    for finding in material.findings:
        source = finding.source
        found.setdefault(source.cite, (source.cite, source.url, "" if source.verified else "Unverified"))
    return [found[cite] for cite in sorted(found)]


def _guidance(material: Material) -> list[Reference]:
    return [
        (f"Guidance for {measure.ref}", measure.guidance_url, "")
        for measure in material.strategy.measures
        if measure.guidance_url
    ]


def _funding(material: Material) -> list[Reference]:
    return [
        (
            f"{route.scheme}: {route.name} (checked {day(route.checked)})",
            route.url,
            "" if route.verified else "Unverified",
        )
        for route in material.strategy.funding
    ]


def _data(material: Material) -> list[Reference]:
    data = [
        (f"{record.publisher}: {record.title}, {record.version}", _address(record.source), "")
        for record in material.records.values()
    ]
    licences = sorted({record.licence for record in material.records.values()} & LICENCES.keys())
    return data + [(LICENCES[licence].name, LICENCES[licence].url, "") for licence in licences]


def _address(source: str) -> str:
    return source if source.startswith(("https://", "http://")) else ""

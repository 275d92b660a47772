"""How to use the statement and the map, and what they cannot tell."""

from lnrs.document.prose import prose_blocks
from lnrs.document.tree import Block, Heading, Link, List, Paragraph
from lnrs.statement.material import Material


def using(material: Material) -> list[Block]:
    """The authority's advice on use and limits, the limits of any such map, and whom to ask."""
    title, prose = prose_blocks(material.strategy.prose.get("using", ""), "using")
    return [
        Heading(2, title or "Using the strategy, and its limits", "using"),
        *prose,
        Heading(3, "What the map cannot tell", "limits"),
        List(tuple((Paragraph((text,)),) for text in _limits())),
        *_contact(material),
    ]


def _limits() -> tuple[str, ...]:
    return (
        "It is not a plan for any one field. Visit, survey and ask before acting: the data are as old as their sources "
        "and as coarse as their scale.",
        "It allocates no land, gives no permission and takes none away. Planning decisions are made under planning "
        "law.",
        "Land that is not mapped is not without value. Many measures can be right in many places.",
        "The pictures in this document are drawn small. For the exact edge of anything, use the published data.",
    )


def _contact(material: Material) -> list[Block]:
    contact = material.strategy.record.contact
    if not (contact.name or contact.email or contact.url):
        return []
    email = (Link((contact.email,), f"mailto:{contact.email}"),) if contact.email else ()
    url = (Link((contact.url,), contact.url),) if contact.url else ()
    parts = [part for part in ((contact.name,) if contact.name else (), email, url) if part]
    content = tuple(piece for number, part in enumerate(parts) for piece in ((", ", *part) if number else part))
    return [Heading(3, "Whom to ask", "contact"), Paragraph(content)]

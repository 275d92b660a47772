"""What the statement is and how to read it."""

from lnrs.document.tree import Block, Content, Heading, Link, List, Note, Paragraph, Strong
from lnrs.statement.material import Material


def about(material: Material) -> list[Block]:
    """The first chapter: what this is, what binds nobody, how references and figures are to be read."""
    area = material.strategy.area.name
    return [
        Heading(2, "About this statement", "about"),
        *_label(material),
        Paragraph(
            (
                f"This is the statement of biodiversity priorities of the local nature recovery strategy for {area}. "
                "It is one half of the strategy that the Environment Act 2021 (sections 104 to 108) asks for. "
                "The other half is the ",
                Link(("local habitat map",), "#local-habitat-map"),
                ", which is drawn and summed up here and published as data beside this document.",
            )
        ),
        Paragraph(
            (
                "The strategy says where nature stands, what recovery would look like, and which practical actions "
                "would do most to bring it about, and where. It is prepared by the responsible authority, "
                f"{material.strategy.area.responsible_authority}.",
            )
        ),
        Heading(3, "How to read it", "how-to-read"),
        List(tuple((Paragraph(item),) for item in _reading())),
        Note(
            (
                Strong(("Every figure counts an area once. ",)),
                "Sites overlap, and several measures may suit one field. Wherever hectares are added up, land that "
                "lies in two sites or suits two measures is counted a single time, so totals can be smaller than "
                "the sum of the rows above them.",
            )
        ),
    ]


def _label(material: Material) -> list[Block]:
    if not material.strategy.record.invented:
        return []
    return [
        Note(
            (
                Strong(("An invented landscape. ",)),
                "The land, the sites, the species records and the figures in this document are made up, to show what a "
                "strategy looks like. It is an example, not a published strategy: do not rely on it for any place.",
            )
        )
    ]


def _reading() -> list[Content]:
    return [
        (
            Strong(("Priorities",)),
            " are the outcomes sought for habitats and species. Each belongs to a ",
            Link(("theme",), "#priorities"),
            " and has a reference, such as the theme’s letters and a number.",
        ),
        (
            Strong(("Potential measures",)),
            " are practical actions that would serve a priority. They are proposals. Nothing in this strategy obliges "
            "an owner or manager of land to do anything.",
        ),
        (
            Strong(("Mapped measures",)),
            " are shown where they would make a particular contribution. ",
            Strong(("Wider measures",)),
            " have no single best place, and are no less important; the reason is given with each.",
        ),
        (
            Strong(("References stay the same",)),
            " from one edition to the next. A number that is no longer used is left out and never given again, "
            "so numbering may have gaps.",
        ),
        ("Words with a particular meaning are explained under ", Link(("Words used",), "#words-used"), "."),
    ]

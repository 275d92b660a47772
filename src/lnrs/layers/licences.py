"""What may be done with a data set: its licence, and whether a published edition may carry its features."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """A licence, and what it lets an edition do with the features of a layer."""

    id: str
    name: str
    url: str
    republish: bool
    """Whether the features themselves may be published again, with their attribution."""
    condition: str
    """What has to be done in return, in one sentence."""


LICENCES = {
    licence.id: licence
    for licence in (
        Licence(
            "OGL3",
            "Open Government Licence v3.0",
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            republish=True,
            condition="Name the source and link to the licence.",
        ),
        Licence(
            "CC0-1.0",
            "Creative Commons Zero 1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/",
            republish=True,
            condition="Nothing is asked.",
        ),
        Licence(
            "CC-BY-4.0",
            "Creative Commons Attribution 4.0",
            "https://creativecommons.org/licenses/by/4.0/",
            republish=True,
            condition="Name the source, link to the licence and say what was changed.",
        ),
        Licence(
            "CC-BY-NC-4.0",
            "Creative Commons Attribution-NonCommercial 4.0",
            "https://creativecommons.org/licenses/by-nc/4.0/",
            republish=False,
            condition="An edition may be used for any purpose, so these features stay out of it.",
        ),
        Licence(
            "ODbL-1.0",
            "Open Data Commons Open Database License 1.0",
            "https://opendatacommons.org/licenses/odbl/1-0/",
            republish=True,
            condition="Name the source; a database made from it has to be offered under the same licence.",
        ),
        Licence(
            "public-domain",
            "Public domain",
            "",
            republish=True,
            condition="Nothing is asked.",
        ),
        Licence(
            "restricted",
            "Held under agreement",
            "",
            republish=False,
            condition="Ask the owner before publishing the features; results made from them may be published.",
        ),
    )
}


def may_republish(licence_id: str) -> bool:
    """Whether an edition may carry the features of a layer under this licence; an unknown licence may not."""
    return licence_id in LICENCES and LICENCES[licence_id].republish

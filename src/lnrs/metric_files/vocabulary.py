"""The words of the official tool and of the GeoPackage template, and what they mean here.

Sources: sheets G-3, G-7 and G-8 of the official workbook of February 2024 (Open Government Licence v3); the template's
own layers have the same words, at times with a number before them: `3. Moderate`.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from lnrs.bng.tables import CONDITIONS

NUMBERED = re.compile(r"^\d+\.\s*")
NOTHING_SAID = ("", "null", "none", "n/a", "na", "not applicable")
"""What people write where there is nothing to say."""

SIGNIFICANCE: Mapping[str, str] = {
    "formally identified in local strategy": "high",
    "high": "high",
    "high strategic significance": "high",
    "location ecologically desirable but not in local strategy": "medium",
    "medium": "medium",
    "medium strategic significance": "medium",
    "area/compensation not in local strategy/ no local strategy": "low",
    "area/compensation not in local strategy/no local strategy": "low",
    "low": "low",
    "low strategic significance": "low",
}

LEAST_POWER, MOST_POWER = -400, 10
"""Powers of ten that a number may have: each small one that a spreadsheet keeps, and more square metres than a site."""
FULL, NEAR, FAR = Fraction(1), Fraction(3, 4), Fraction(1, 2)
SPATIAL_RISK: Mapping[str, Fraction] = {
    "compensation inside lpa boundary or nca of impact site": FULL,
    "compensation outside lpa or nca of impact site, but in neighbouring lpa or nca": NEAR,
    "compensation outside lpa or nca of impact site and neighbouring lpa or nca": FAR,
    "compensation outside lpa or nca of impact site and beyond neighbouring lpa or nca": FAR,
    "this metric is being used by an off-site provider": FULL,
    "intertidal habitats - compensation inside marine plan area of impact site": FULL,
    "intertidal habitats - compensation outside same marine plan area but in neighbouring marine plan area": NEAR,
    "intertidal habitats - compensation outside marine plan area of impact site and beyond neighbouring marine plan area": FAR,  # noqa: E501
    "within waterbody catchment": FULL,
    "outside waterbody catchment, but within operational catchment": NEAR,
    "outside operational catchment": FAR,
}


def plain(value: object) -> str:
    """A cell as text: one blank between words, none around them, and no NUL, which databases do not keep."""
    if value is None:
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return " ".join(text.replace("\xa0", " ").replace("\0", "").split())


def said(value: object) -> str:
    """The same without a number before it; empty where nothing is said."""
    text = NUMBERED.sub("", plain(value))
    return "" if text.casefold() in NOTHING_SAID else text


def amount(text: str) -> Decimal:
    """A number of hectares, metres or years. Raises ArithmeticError for words, and for what nobody has: a number of few
    letters and many digits would take memory and time without end."""
    number = Decimal(text)
    if not number.is_finite() or not LEAST_POWER <= number.adjusted() <= MOST_POWER:
        raise ArithmeticError(text)
    return number


def significance(value: object) -> str | None:
    """`high`, `medium` or `low`; None for other words."""
    return SIGNIFICANCE.get(said(value).casefold())


def condition(value: object) -> str:
    """A condition as the metric writes it, or the words as they are."""
    text = NUMBERED.sub("", plain(value))
    return _CONDITIONS.get(text.casefold(), text)


def encroachment(value: object) -> str:
    """Encroachment as the metric writes it: `Minor/No Encroachment`."""
    text = NUMBERED.sub("", plain(value))
    return "/".join(part.strip() for part in text.split("/")) if text != CULVERT else text


def spatial_risk(value: object) -> Fraction | None:
    """The multiplier of a category of spatial risk; None for other words."""
    return SPATIAL_RISK.get(said(value).casefold())


CULVERT = "N/A - Culvert"
_CONDITIONS = {name.casefold(): name for name in CONDITIONS}

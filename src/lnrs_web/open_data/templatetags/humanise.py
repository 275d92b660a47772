"""Numbers and nothing as people read them, and the parameters of a definition: `{% load humanise %}`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def number(value: int) -> str:
    """A count with commas."""
    return f"{value:,}"


@register.filter
def plain(value: Any) -> str:
    """A value as text; numbers to four decimals at most, and a dash for nothing."""
    if value is None or value == "":
        return "–"
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


@register.filter
def resolved(parameters: Iterable[Mapping[str, Any]], definition: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Parameters of an OpenAPI definition, those that are only named put in full."""
    known = definition.get("components", {}).get("parameters", {})
    return [known[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in parameters]

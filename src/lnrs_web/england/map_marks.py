"""How land looks on the moving map of England: a colour that stands out, and a pattern besides."""

from collections.abc import Iterable

from lnrs.document.patterns import Pattern, Style
from lnrs_web.atlas.marks import Mark, standing_out

MEASURES = Mark("measures", Style(standing_out("#8a4b08"), "rising"))
NOW = Mark("now", Style(standing_out("#155f74"), "plain"))
DELIVERED = Mark("delivered", Style(standing_out("#155f74"), "falling"))

_ACTIONS: dict[str, tuple[str, Pattern]] = {
    "create": ("#a8330e", "rising"),
    "restore": ("#6b3f98", "falling"),
    "enhance": ("#155f74", "level"),
    "manage": ("#5a5f14", "upright"),
    "connect": ("#9a2160", "crossed"),
    "protect": ("#2d4f9e", "dotted"),
}
STATUSES = {
    "published": Mark("status-published", Style("#4f8a66", "plain")),
    "draft": Mark("status-draft", Style("#4f8a66", "rising")),
    "unknown": Mark("status-unknown", Style("#8a6a2a", "dotted")),
}
"""Of an area without a strategy nothing is drawn."""


def action_mark(action: str) -> Mark:
    """The mark of an action; one that is not in common words yet is grey."""
    colour, pattern = _ACTIONS.get(action, ("#4d5449", "dotted"))
    return Mark(f"action-{action or 'other'}", Style(standing_out(colour), pattern))


def every(actions: Iterable[str]) -> list[Mark]:
    """All marks of an edition with these actions, in the order of their patterns' picture."""
    return [MEASURES, NOW, DELIVERED, *STATUSES.values(), *map(action_mark, actions)]

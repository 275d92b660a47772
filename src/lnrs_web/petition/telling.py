"""How somebody tells a friend of a petition: an address, words, and links in which both stand already.

Each link leads to the other site itself. Nothing of it is in the page, so it learns of nobody who follows no link.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse

from lnrs_web.petition.models import Petition


@dataclass(frozen=True)
class Told:
    """What is told: `words` have no address in them, and `ways` are names of links, and where they lead."""

    title: str
    words: str
    address: str
    ways: tuple[tuple[str, str], ...]


def told(one: Petition, *, signed: bool) -> Told:
    """A petition, told by somebody who has `signed` it, or who may not have."""
    address = settings.ADDRESS + reverse("petition:petition", args=[one.area.slug, one.slug])
    words = f"I have signed “{one.title}”. Will you?" if signed else f"Will you sign “{one.title}”?"
    both = f"{words} {address}"
    ways = (
        ("Mail", f"mailto:?{_asked(subject=one.title, body=both)}"),
        ("WhatsApp", f"https://wa.me/?{_asked(text=both)}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?{_asked(u=address)}"),
        ("Bluesky", f"https://bsky.app/intent/compose?{_asked(text=both)}"),
    )
    return Told(one.title, words, address, ways)


def _asked(**parts: str) -> str:
    return urlencode(parts, quote_via=quote)

"""What other sites and programs show of a page when somebody shares its address."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from lnrs_web.areas.models import StrategyArea
from lnrs_web.newsroom.models import Piece


@dataclass(frozen=True)
class Shared:
    """A page's card (Open Graph and Twitter): whole addresses, for readers elsewhere."""

    address: str
    title: str
    summary: str
    picture: str
    picture_words: str


def shared(piece: Piece, area: StrategyArea) -> Shared:
    """The card of a piece in an area."""
    card = reverse("newsroom:card", args=[area.slug, piece.kind, piece.slug])
    return Shared(
        address=settings.ADDRESS + piece.address_in(area.slug),
        title=piece.title,
        summary=piece.summary,
        picture=settings.ADDRESS + card,
        picture_words=f"{piece.title}. {area.name}, on a map of the area.",
    )

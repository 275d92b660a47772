"""Addresses of what editors write, under an area's name."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from lnrs_web.newsroom import calendar_views, cards, feeds, views
from lnrs_web.newsroom.queries import KINDS


class Kind(SlugConverter):
    """The part of an address that names a kind."""

    regex = "|".join(KINDS)


register_converter(Kind, "kind_of_piece")

app_name = "newsroom"
urlpatterns = [
    path("find-out-more/", views.all_kinds, name="all"),
    path("<kind_of_piece:kind>/", views.kind, name="kind"),
    path("<kind_of_piece:kind>/<slug:slug>/", views.piece, name="piece"),
    path("<kind_of_piece:kind>/<slug:slug>/card.png", cards.card, name="card"),
    path("events/<slug:slug>.ics", calendar_views.event, name="event-ics"),
    path("events.ics", calendar_views.events, name="events-ics"),
    path("find-out-more/feed.xml", feeds.atom, name="feed"),
    path("find-out-more/rss.xml", feeds.rss, name="rss"),
]

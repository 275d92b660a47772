"""News and stories for programs that gather them: Atom (RFC 4287) and RSS 2.0."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.views.decorators.http import require_safe

from lnrs_web.editions.models import Edition
from lnrs_web.newsroom import queries
from lnrs_web.strategy.frame import edition_asked_for

MOST = 30
KINDS = ("stories", "news", "events", "guidance")


def _view(form: type[SyndicationFeed], name: str) -> Callable[..., HttpResponse]:
    @require_safe
    def feed(request: HttpRequest, area: str) -> HttpResponse:
        edition = edition_asked_for(request, area)
        made = _feed(form, edition, settings.ADDRESS + reverse(name, args=[area]))
        return HttpResponse(made.writeString("utf-8"), content_type=f"{made.content_type}")

    feed.__doc__ = "The newest of everything but questions."
    return feed


def _feed(form: type[SyndicationFeed], edition: Edition, own: str) -> SyndicationFeed:
    area = edition.area
    front = settings.ADDRESS + reverse("newsroom:all", args=[area.slug])
    title = f"{area.name}: nature recovery"
    about = f"Stories, news, events and guidance about the nature recovery strategy for {area.name}."
    made = form(title=title, link=front, description=about, language="en-gb", feed_url=own, feed_guid=front)
    for one in queries.latest(edition.area_id, MOST, KINDS):
        address = settings.ADDRESS + one.address_in(area.slug)
        published = one.first_published_at or timezone.now()
        made.add_item(
            title=f"Example: {one.title}" if one.is_example else one.title,
            link=address,
            description=one.summary,
            unique_id=address,
            pubdate=published,
            updateddate=one.last_published_at or published,
            categories=(one.kinds,),
            author_name=area.responsible_authority or area.name,
        )
    return made


atom = _view(Atom1Feed, "newsroom:feed")
rss = _view(Rss201rev2Feed, "newsroom:rss")

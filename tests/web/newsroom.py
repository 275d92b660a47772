"""What editors write, as tests have it."""

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection

from lnrs_web.areas.models import StrategyArea
from lnrs_web.newsletter.links import CONFIRM, LEAVE
from lnrs_web.newsletter.models import Subscription
from lnrs_web.newsroom.access import section_of
from lnrs_web.newsroom.models import AreaSection, Download, EventPiece, NewsPiece, Picture, StoryPiece

ORIENTATION, PLACE = 0x0112, 0x8825


def section(area: str = "kent-and-medway") -> AreaSection:
    """The section of an area."""
    return section_of(StrategyArea.objects.get(slug=area))


def jpeg(width: int = 80, height: int = 60, **options: Any) -> bytes:
    """A picture as bytes."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#4a7a3a").save(out, "JPEG", **options)
    return out.getvalue()


def with_place(*, turned: int = 1) -> bytes:
    """A photograph with the place where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[PLACE] = turned, {1: "N", 2: (51.0, 12.0, 0.0)}
    return jpeg(80, 60, exif=exif, comment=b"in my garden")


def picture(name: str = "hedge") -> Picture:
    """A picture that an editor has sent."""
    folder = Collection.objects.get(name=section().area.name)
    made = Picture(title=name, description="A young hedge beside a field.", collection=folder)
    made.file.save(f"{name}.jpg", ContentFile(jpeg()), save=False)
    made.width, made.height = 80, 60
    made.save()
    return made


def words(text: str = "It grew.") -> list[tuple[str, Any]]:
    """A page with a paragraph."""
    return [("text", f"<p>{text}</p>")]


def story(title: str = "A hedge in Elham", *, live: bool = True, slug: str = "a-hedge", **more: Any) -> StoryPiece:
    """A story."""
    facts = {"summary": "Forty people planted it.", "place": "Elham", "body": words(), "picture": picture()} | more
    return _added(StoryPiece(title=title, slug=slug, live=False, **facts), live)


def news(
    title: str = "The strategy is published", *, live: bool = True, slug: str = "published", **more: Any
) -> NewsPiece:
    """A piece of news."""
    return _added(
        NewsPiece(title=title, slug=slug, live=False, **({"summary": "At last.", "body": words()} | more)), live
    )


def event(title: str = "A walk", *, begins_at: datetime | None = None, slug: str = "a-walk", **more: Any) -> EventPiece:
    """An event of two hours."""
    begins = begins_at or timezone.now() + timedelta(days=3)
    facts = {"summary": "Along the marsh.", "place": "Elmley", "body": words()} | more
    times = {"begins_at": begins, "ends_at": begins + timedelta(hours=2)}
    return _added(EventPiece(title=title, slug=slug, live=False, **times, **facts), True)


def download(name: str = "how-to-plant.pdf") -> Download:
    """A file that an editor has sent."""
    folder = Collection.objects.get(name=section().area.name)
    made = Download(title="How to plant a hedge", collection=folder)
    made.file.save(name, ContentFile(b"%PDF-1.7 a hedge"), save=False)
    made.save()
    return made


def examples() -> dict[str, str]:
    """What the lines of permissions.csv name."""
    told, sent = story(), download()
    asked = Subscription.objects.create(area=section().area, email="reader@example.com", words="")
    small = told.picture.get_rendition("width-60")
    return {
        "{story}": told.slug,
        "{event-page}": event().slug,
        "{download}": f"{sent.pk}-{sent.mark}",
        "{file}": sent.filename,
        "{confirm}": CONFIRM.sign(asked.public_id.hex),
        "{leave}": LEAVE.sign(asked.public_id.hex),
        "{picture}": small.file.name.rpartition("/")[2],
    }


def _added(piece: Any, live: bool) -> Any:
    section().add_child(instance=piece)
    if live:
        piece.save_revision().publish()
        piece.refresh_from_db()
    return piece

"""The pages of the demonstration, from `examples.toml`. They are invented, and each says so."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Collection

from lnrs_web.areas.models import StrategyArea
from lnrs_web.newsroom.access import section_of
from lnrs_web.newsroom.acts import recorded
from lnrs_web.newsroom.example_pictures import HEIGHT_PX, WIDTH_PX, drawn
from lnrs_web.newsroom.models import Picture, Piece
from lnrs_web.newsroom.queries import KINDS

FILE = Path(__file__).with_name("examples.toml")


def add_examples(area: StrategyArea, now: datetime, *, by: str) -> int:
    """Publish the pages of the demonstration in an area; how many are new. Those that are there stay as they are."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    with recorded(by=by):
        section = section_of(area)
        there = set(section.get_children().values_list("slug", flat=True))
        pictures = {name: _picture(name, words, area) for name, words in said["shown"].items()}
        new = [one for one in _pieces(said, pictures, now) if one.slug not in there]
        for piece in new:
            piece.is_example, piece.live = True, False
            section.add_child(instance=piece)
            piece.save_revision().publish()
    return len(new)


def _pieces(said: Mapping[str, Any], pictures: Mapping[str, Picture], now: datetime) -> Iterator[Piece]:
    for kind, model in KINDS.items():
        for entry in said[kind]:
            facts = {name: value for name, value in entry.items() if name not in ("body", "picture", "days", "hours")}
            if "picture" in entry:
                facts["picture"] = pictures[entry["picture"]]
            if "days" in entry:
                day = timezone.localtime(now) + timedelta(days=entry["days"])
                hours = (day.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in entry["hours"])
                facts |= dict(zip(("begins_at", "ends_at"), hours, strict=True))
            yield model(**facts, body=[_part(one) for one in entry["body"]])


def _part(said: Mapping[str, Any]) -> tuple[str, Any]:
    """A part of a page, as Wagtail has it."""
    [(kind, words)] = said.items()
    if kind == "heading":
        return kind, words
    if kind == "quote":
        return kind, dict(zip(("words", "who"), words, strict=True))
    if kind == "steps":
        return "text", f"<ol>{''.join(f'<li>{escape(one)}</li>' for one in words)}</ol>"
    return "text", "".join(f"<p>{escape(one)}</p>" for one in words)


def _picture(name: str, words: str, area: StrategyArea) -> Picture:
    """A picture of the demonstration, drawn where it is not there yet."""
    folder = Collection.objects.get(name=area.name)
    if found := Picture.objects.filter(title=f"Drawing: {name}", collection=folder).first():
        return found
    made = Picture(title=f"Drawing: {name}", description=words, credit="drawn by this site", collection=folder)
    made.file.save(f"drawing-{name}.jpg", ContentFile(drawn(name)), save=False)
    made.width, made.height = WIDTH_PX, HEIGHT_PX
    made.save()
    return made

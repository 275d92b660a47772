"""Events for calendars (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings

from lnrs_web.newsroom.models import EventPiece

LONGEST_BYTES = 75
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""}


def calendar(events: Iterable[EventPiece], area: str) -> str:
    """A calendar of events in an area, by the area's name in addresses."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Local nature recovery//Events//EN", "METHOD:PUBLISH"]
    for event in events:
        lines += _lines(event, area)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _lines(event: EventPiece, area: str) -> list[str]:
    address = settings.ADDRESS + event.address_in(area)
    return [
        "BEGIN:VEVENT",
        f"UID:{event.translation_key}@{settings.ALLOWED_HOSTS[0]}",
        f"DTSTAMP:{_stamp(event.last_published_at or event.begins_at)}",
        f"DTSTART:{_stamp(event.begins_at)}",
        f"DTEND:{_stamp(event.ends_at)}",
        f"SUMMARY:{_text(event.title)}",
        f"LOCATION:{_text(event.place)}",
        f"DESCRIPTION:{_text(event.summary)}",
        f"URL:{address}",
        "END:VEVENT",
    ]


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return "".join(ESCAPED.get(letter, letter) for letter in words)


def _folded(line: str) -> str:
    """A line, broken so that no part is longer than 75 bytes and no letter is broken (section 3.1)."""
    parts, part, room = [], "", LONGEST_BYTES
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(part)
            part, room = "", LONGEST_BYTES - 1  # the space that it goes on with
        part, room = part + letter, room - size
    return "\r\n ".join([*parts, part]) + "\r\n"

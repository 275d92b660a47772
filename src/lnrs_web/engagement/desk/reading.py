"""What is read from the forms of the desk, with everything that is wrong with it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from lnrs.errors import Problem
from lnrs_web.accounts.models import Membership
from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.actions.activities import Asked
from lnrs_web.engagement.models import Activity, Question
from lnrs_web.engagement.reading import line, plain
from lnrs_web.engagement.urls import RESERVED
from lnrs_web.pages.days import read_day
from lnrs_web.places import whereabouts

CHOICES: dict[str, Any] = {
    "publication": Activity.Publication,
    "moderation": Activity.Moderation,
    "takes_shapes": Activity.Shapes,
    **{f"asks_{name}": Activity.Asked for name in ("place", "evidence", "name", "mail", "postcode", "respondent")},
}
SQUARES_M = (0, 10, 100, 1000)
SLUG_LETTERS = Membership._meta.get_field("activity").max_length
"""The most that a role for one activity has room for."""


def read_activity(
    area: StrategyArea, post: Mapping[str, str], activity: Activity | None = None
) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of an activity; `activity` is the one that is edited."""
    problems: list[Problem] = []
    values: dict[str, Any] = {
        "title": line(post.get("title", ""))[:120],
        "summary": line(post.get("summary", ""))[:300],
        "words": plain(post.get("words", "")),
    }
    if not values["title"]:
        problems.append(Problem("title", "Enter a title."))
    values["slug"] = slugify(post.get("slug", "") or values["title"])[:SLUG_LETTERS].strip("-")
    taken = Activity.objects.filter(area=area, slug=values["slug"]).exclude(pk=activity.pk if activity else None)
    if values["title"] and (not values["slug"] or values["slug"] in RESERVED or taken.exists()):
        problems.append(Problem("slug", f"The address “{values['slug']}” cannot be used.", "Enter another."))
    values["opens_at"] = read_moment(post, "opens", "00:00", problems)
    values["closes_at"] = read_moment(post, "closes", "23:59", problems)
    if values["opens_at"] and values["closes_at"] and values["closes_at"] <= values["opens_at"]:
        problems.append(Problem("closes_on", "It closes before it opens.", "Enter a later closing date."))
    for name, choices in CHOICES.items():
        values[name] = post.get(name, "")
        if values[name] not in choices.values:
            problems.append(Problem(name, "Choose one of what is offered."))
    values["per_person"] = _whole(post, "per_person", 0, 1000, problems)
    values["published_to_m"] = _whole(post, "published_to_m", 0, 10_000, problems)
    values["sensitive_species"] = [
        name for one in post.get("sensitive_species", "").splitlines() if (name := line(one))
    ]
    values["edition"] = Edition.objects.filter(area=area, identity=post.get("edition", "")).first()
    if post.get("edition") and values["edition"] is None:
        problems.append(Problem("edition", "There is no such edition.", "Choose one from the list."))
    if values["edition"] is None and post.get("kind", activity.kind if activity else "") in (
        "corrections",
        "representations",
    ):
        problems.append(Problem("edition", "It has to be about an edition.", "Choose one from the list."))
    return values, problems


def read_moment(post: Mapping[str, str], name: str, usual: str, problems: list[Problem]) -> datetime | None:
    """A date and a time in London, of the fields `<name>_on` and `<name>_time`."""
    try:
        there = f"{post.get(f'{name}_on', '').strip()} {post.get(f'{name}_time', '').strip() or usual}"
        moment = datetime.strptime(there, "%Y-%m-%d %H:%M")
        if not 2020 <= moment.year <= 2100:
            raise ValueError
    except ValueError:
        problems.append(Problem(f"{name}_on", "Enter a date and a time.", "Such as 2027-01-31 and 17:00."))
        return None
    return timezone.make_aware(moment)


def read_question(post: Mapping[str, str], taken: set[str]) -> tuple[Asked, list[Problem]]:
    """A question; `taken` are the codes of the others."""
    problems = []
    text, kind = line(post.get("text", "")), post.get("kind", "")
    if not text:
        problems.append(Problem("text", "Enter the question."))
    if kind not in Question.Kind.values:
        problems.append(Problem("kind", "Choose how it is answered."))
    code = slugify(post.get("code", "") or text)[:40].strip("-")
    if not re.fullmatch(r"[a-z0-9-]+", code) or code in taken:
        problems.append(Problem("code", f"The code “{code}” cannot be used.", "Enter another, of letters and figures."))
    lines = [words for one in post.get("options", "").splitlines() if (words := line(one))]
    options: list[tuple[str, str]] = []
    for words in lines if kind in ("one", "many", "scale") else ():
        own, _, rest = words.partition(" = ")
        options.append((slugify(own)[:40], rest) if rest else (slugify(words)[:40] or str(len(options) + 1), words))
    if kind in ("one", "many", "scale") and len(options) < 2:
        problems.append(Problem("options", "Enter two choices or more, one a line."))
    if len({one for one, _ in options}) < len(options):
        problems.append(Problem("options", "Two of the choices are the same."))
    made = Asked(code, kind, text, plain(post.get("help", "")), bool(post.get("required")), tuple(options))
    return made, problems


def read_event(post: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[float, float, str]], list[Problem]]:
    """An event that was held, and its pins."""
    problems: list[Problem] = []
    values: dict[str, Any] = {
        "title": line(post.get("title", ""))[:120],
        "place": line(post.get("place", ""))[:160],
        "organisations": [name for one in post.get("organisations", "").splitlines() if (name := line(one))],
        "notes": plain(post.get("notes", "")),
        "is_public": bool(post.get("is_public")),
        "attendance": _whole(post, "attendance", 0, 100_000, problems),
    }
    for name, what in (("title", "what it was called"), ("place", "where it was held")):
        if not values[name]:
            problems.append(Problem(name, f"Enter {what}."))
    try:
        values["held_on"] = read_day(post.get("held_on", ""))
        if values["held_on"] > timezone.localdate():
            problems.append(Problem("held_on", "It is still to come.", "Record it when it has been held."))
    except ValueError:
        problems.append(Problem("held_on", "Enter the date on which it was held.", "Such as 2027-01-31."))
    return values, _pins(post.get("pins", ""), problems), problems


def _pins(text: str, problems: list[Problem]) -> list[tuple[float, float, str]]:
    """Pins, one a line: where, a colon, and what was said."""
    pins = []
    for number, one in enumerate(text.splitlines(), start=1):
        if not (words := line(one)):
            continue
        where, colon, said = words.partition(":")
        try:
            place = whereabouts.read(where)
            if not colon or not said.strip():
                raise ValueError("There is no colon with words after it")
            pins.append((place.easting_m, place.northing_m, said.strip()))
        except ValueError as error:
            problems.append(Problem("pins", f"Line {number}: {error}."))
    return pins


def _whole(post: Mapping[str, str], name: str, least: int, most: int, problems: list[Problem]) -> int:
    typed = post.get(name, "").strip()
    if typed.isascii() and typed.isdecimal() and least <= int(typed[:9]) <= most:
        return int(typed)
    problems.append(Problem(name, f"Enter a whole number from {least} to {most:,}."))
    return least

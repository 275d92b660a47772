"""What people type, read: what they mean, and everything that is wrong with it at once."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from lnrs.errors import Problem
from lnrs_web.outbox.mailboxes import read_mail
from lnrs_web.pages.days import YEARS, read_day
from lnrs_web.petition.actions.signing import Details
from lnrs_web.petition.mailboxes import domain_of
from lnrs_web.petition.models.petitions import TITLE_LETTERS, WORDS_LETTERS
from lnrs_web.petition.models.signatures import NAME_LETTERS
from lnrs_web.places import postcode as postcodes

ADDRESS_IN_NAME = re.compile(r"https?:|www\.|\.(?:com|net|org|uk)\b|[<>@]", re.IGNORECASE)
MOST = 1_000_000_000
Post = Mapping[str, str]


def details_of(post: Post) -> tuple[Details, list[Problem]]:
    """What somebody who signs has typed, and what is wrong."""
    problems = []
    name = _line(post, "name")
    if not name:
        problems.append(Problem("name", "Enter your name", ""))
    elif len(name) > NAME_LETTERS or name[0] in "=+-@" or ADDRESS_IN_NAME.search(name):
        problems.append(Problem("name", "Enter your name alone, without signs or addresses", ""))
    postcode = postcodes.canonical(post.get("postcode", ""))
    if not postcode:
        problems.append(Problem("postcode", "Enter the whole of your postcode, such as ME14 1XX", ""))
    mail = _line(post, "mail")
    try:
        mail = read_mail(mail)
    except ValueError as error:
        problems.append(Problem("mail", str(error), ""))
    if not post.get("eligible"):
        problems.append(Problem("eligible", "Say that you may sign", ""))
    if not post.get("agree"):
        problems.append(Problem("agree", "Agree, or your signature cannot be kept", ""))
    return Details(name, postcode, mail, bool(post.get("updates"))), problems


def petition_of(post: Post, *, is_new: bool) -> tuple[str, dict[str, Any], list[Problem]]:
    """What an officer says of a petition: its name in addresses, the fields, and what is wrong."""
    problems: list[Problem] = []
    said: dict[str, Any] = {}
    for name, most in (("title", TITLE_LETTERS), ("eligible", 200), ("controller", 200), ("controller_contact", 200)):
        said[name] = line_of(post, name, most, problems)
    said["asks"] = text_of(post, "asks", problems)
    said["background"] = text_of(post, "background", problems, may_be_empty=True)
    said["target"] = number_of(post, "target", problems, least=1)
    said["hourly_limit"] = number_of(post, "hourly_limit", problems, least=1, most=10_000)
    said["milestones"] = _milestones(post.get("milestones", ""), problems)
    said["closes_at"] = day_ends(date_of(post, "closes_on", problems, may_be_empty=True))
    slug = slugify(post.get("slug", "") or said["title"])[:60] if is_new else ""
    if is_new and not slug and said["title"]:
        problems.append(Problem("slug", "It has no name for its address.", "Use letters."))
    return slug, said, problems


def _milestones(text: str, problems: list[Problem]) -> list[list[object]]:
    found: list[list[object]] = []
    for row in text.splitlines():
        if not row.strip():
            continue
        number, _, words = row.partition(":")
        plain = number.replace(",", "").strip()
        if not plain.isdecimal() or not 0 < int(plain) <= MOST or not words.strip():
            problems.append(Problem("milestones", f"{row[:40]!r} is no milestone.", "Write 10000: what happens then."))
            return []
        found.append([int(plain), words.strip()[:200]])
    return sorted(found, key=lambda one: int(str(one[0])))


def line_of(post: Post, name: str, most: int, problems: list[Problem], *, may_be_empty: bool = False) -> str:
    """A line that was typed."""
    text = _line(post, name)
    if not text and not may_be_empty:
        problems.append(Problem(name, "It is empty.", "Fill it in."))
    if len(text) > most:
        problems.append(Problem(name, f"It has more than {most} letters.", "Say it in fewer."))
    return text


def domain_typed(post: Post, name: str, problems: list[Problem], *, may_be_empty: bool = False) -> str:
    """A domain that was typed, written as those of signatures are; nothing where none was."""
    text = line_of(post, name, 255, problems, may_be_empty=may_be_empty)
    domain = domain_of(f"x@{text.lstrip('@')}")
    if text and not domain:
        problems.append(Problem(name, "It is no domain.", "Write one such as example.org."))
    return domain


def text_of(post: Post, name: str, problems: list[Problem], *, may_be_empty: bool = False) -> str:
    """Text of several lines that was typed."""
    text = post.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()
    if not text and not may_be_empty:
        problems.append(Problem(name, "It is empty.", "Fill it in."))
    if len(text) > WORDS_LETTERS:
        problems.append(Problem(name, f"It has more than {WORDS_LETTERS:,} letters.", "Say it in fewer."))
    return text


def number_of(post: Post, name: str, problems: list[Problem], *, least: int = 0, most: int = MOST) -> int:
    """A whole number that was typed."""
    text = post.get(name, "").replace(",", "").strip()
    if not (text.isdecimal() and text.isascii() and least <= int(text) <= most):
        problems.append(Problem(name, "It is no number that it can be.", f"Give one from {least:,} to {most:,}."))
        return least
    return int(text)


def date_of(post: Post, name: str, problems: list[Problem], *, may_be_empty: bool = False) -> date | None:
    """A day that was typed."""
    text = post.get(name, "").strip()
    if not text and may_be_empty:
        return None
    try:
        return read_day(text)
    except ValueError:
        problems.append(Problem(name, "It is no day.", "Give a day, as 2027-01-31."))
        return None


def time_of(post: Post, name: str, problems: list[Problem]) -> datetime | None:
    """A moment that was typed, in England's time; nothing where there is none."""
    text = post.get(name, "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.year not in YEARS or moment.tzinfo is not None:
            raise ValueError
    except ValueError:
        problems.append(Problem(name, "It is no time.", "Give a day and an hour."))
        return None
    return timezone.make_aware(moment)


def day_ends(day: date | None) -> datetime | None:
    """The moment at which a day ends in England."""
    return None if day is None else timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _line(post: Post, name: str) -> str:
    return " ".join(post.get(name, "").replace("\x00", "").split())

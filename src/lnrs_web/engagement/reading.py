"""What is read from each page of taking part: values to keep, and everything that is wrong with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from lnrs.errors import Problem
from lnrs_web.engagement import consent
from lnrs_web.engagement.mailboxes import mail_key
from lnrs_web.engagement.models import Activity, Contribution, Question
from lnrs_web.outbox.mailboxes import read_mail
from lnrs_web.places import postcode as postcodes

SHORT_LETTERS, LONG_LETTERS = 300, 20_000
NO, MUST = Activity.Asked.NO, Activity.Asked.MUST


def plain(text: str) -> str:
    """Text as it is kept: no characters that do not show, one kind of end of line, nothing at its ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(
        "".join(letter for letter in line if letter.isprintable() or letter == "\t") for line in lines
    ).strip()


def line(text: str) -> str:
    """As `plain`, in one line."""
    return " ".join(plain(text).split())


def read_answer(
    question: Question, text: str, chosen: Sequence[str], field: str
) -> tuple[str, list[str], list[Problem]]:
    """Text, codes of what was chosen, and what is wrong with the answer to a question."""
    if question.is_text:
        short = question.kind == Question.Kind.SHORT
        words, most = (line(text), SHORT_LETTERS) if short else (plain(text), LONG_LETTERS)
        if len(words) > most:
            return words, [], [Problem(field, f"It has {len(words):,} letters. Use {most:,} or fewer.")]
        if question.required and not words:
            return "", [], [Problem(field, "Write an answer.")]
        return words, [], []
    known = [code for code, _ in question.choices]
    picked = [code for code in known if code in chosen]
    if set(chosen) - set(known) or (question.kind != Question.Kind.MANY and len(picked) > 1):
        return "", picked, [Problem(field, "Choose from what is offered.")]
    if question.required and not picked:
        return "", [], [Problem(field, "Choose an answer.")]
    return "", picked, []


def read_stance(post: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Whether somebody supports or objects."""
    if (stance := post.get("stance", "")) in Contribution.Stance.values:
        return {"stance": stance}, []
    return {}, [Problem("stance", "Choose what you think of it.")]


def read_change(post: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Which change somebody seeks."""
    words = plain(post.get("change_sought", ""))
    if len(words) > LONG_LETTERS:
        what = f"It has {len(words):,} letters. Use {LONG_LETTERS:,} or fewer."
        return {"change_sought": words}, [Problem("change_sought", what)]
    return {"change_sought": words}, []


def read_you(activity: Activity, post: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Who somebody is, as far as the activity asks."""
    values: dict[str, Any] = {}
    problems = []
    if activity.asks_name != NO:
        values["name"] = line(post.get("name", ""))[:120]
        if activity.asks_name == MUST and not (values["name"] or line(post.get("organisation", ""))):
            problems.append(Problem("name", "Enter your name, or your organisation’s."))
        if values["name"].startswith(("=", "+", "@")) or "://" in values["name"]:
            problems.append(Problem("name", "Enter a name without signs or links."))
    if activity.asks_respondent != NO:
        values["respondent"] = post.get("respondent", "")
        values["organisation"] = line(post.get("organisation", ""))[:160]
        if values["respondent"] not in ("", *Contribution.Respondent.values):
            values["respondent"] = ""
        if activity.asks_respondent == MUST and not values["respondent"]:
            problems.append(Problem("respondent", "Choose whom you speak for."))
    if activity.asks_postcode != NO:
        typed = line(post.get("postcode", ""))
        values["postcode"] = postcodes.canonical(typed)
        if typed and not values["postcode"]:
            problems.append(Problem("postcode", "Enter a whole postcode, such as ME14 1XQ."))
        elif activity.asks_postcode == MUST and not typed:
            problems.append(Problem("postcode", "Enter your postcode."))
    return values, problems


def read_consent(activity: Activity, post: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """What may be published. It is never needed to take part."""
    answer = post.get("may_publish", "")
    if answer not in ("yes", "no"):
        return {}, [Problem("may_publish", "Choose whether we may publish it.")]
    may = answer == "yes"
    named = may and activity.publication == Activity.Publication.NAMES and bool(post.get("may_name"))
    return {"may_publish": may, "may_name": named, "consent_version": consent.VERSION if may else None}, []


def read_address(activity: Activity, post: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """The mail address, where one is given."""
    typed = post.get("mail", "").strip()
    if not typed and activity.asks_mail != MUST:
        return {"mail": "", "mail_key": ""}, []
    try:
        mail = read_mail(typed)
    except ValueError as error:
        return {}, [Problem("mail", f"{error}.")]
    return {"mail": mail, "mail_key": mail_key(mail)}, []

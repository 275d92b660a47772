"""What applicants and officers are mailed, in words."""

from datetime import date

from lnrs_web.nutrients.course import Standing
from lnrs_web.nutrients.deadlines import Due, offer_until, permission_by
from lnrs_web.nutrients.models import Application, Certificate


def received(one: Application, link: str) -> tuple[str, str]:
    """Subject and text of the receipt of an application."""
    asked = "\n".join(f"- {line}" for line in one.lines.all())
    text = (
        f"{one.scheme.operator} has your application {one.reference} for {one.development}:\n\n{asked}\n\n"
        f"The round is open until {_day(one.round.closes_on)}. Who gets credits is worked out after that, and you are "
        f"told then.\n\n    {link}\n"
    )
    return f"{one.scheme}: your application {one.reference}", text


def refused(one: Application, link: str) -> tuple[str, str]:
    """Subject and text of the mail that says that an application takes no part in its round, and why."""
    text = f"{one.scheme.operator} has refused your application {one.reference} for {one.development}:\n\n"
    text += f"{one.because}\n\n"
    if one.round.is_open(one.refused_on or one.round.closes_on):
        text += f"Until {_day(one.round.closes_on)} you may apply again, with that put right.\n\n"
    return f"{one.scheme}: application {one.reference} refused", f"{text}    {link}\n"


def told_outcome(standing: Standing, link: str) -> tuple[str, str]:
    """Subject and text of the mail that says what an application got."""
    one = standing.application
    if standing.course.offered_on is None:
        what, then = "No credits", "You may apply again in the next round."
    else:
        last = _day(offer_until(standing.course.offered_on))
        what, then = (
            "Credits are reserved",
            f"Sign the offer and pay the deposit by {last}; after that they are released.",
        )
    text = f"{what} for {one.development} ({one.reference}).\n\n{one.because}\n\n{then}\n\n    {link}\n"
    return f"{one.scheme}: {what.lower()} for {one.reference}", text


def issued(certificate: Certificate, link: str) -> tuple[str, str]:
    """Subject and text of the mail that brings a certificate."""
    one = certificate.application
    text = f"The {certificate.get_sort_display()} for {one.development} ({one.reference}) is given.\n\n"
    text += f"Its code is {certificate.code}: whoever you show it to can see with that whether it holds.\n\n"
    if certificate.sort == Certificate.Sort.PROVISIONAL:
        last = _day(permission_by(certificate.issued_on))
        text += f"Planning permission has to be given by {last}. Tell us of the decision within 8 weeks.\n\n"
    return f"{one.scheme}: {certificate.get_sort_display()} for {one.reference}", f"{text}    {link}\n"


def released(one: Application, because: str, link: str) -> tuple[str, str]:
    """Subject and text of the mail that says that credits were released."""
    text = f"The credits for {one.development} ({one.reference}) are released.\n\n{because}\n\n    {link}\n"
    return f"{one.scheme}: credits released, {one.reference}", text


def reminder(one: Application, due: Due, on: date, link: str) -> tuple[str, str]:
    """Subject and text of a reminder of what is due."""
    left, last = (due.last - on).days, _day(due.last)
    when = "is today" if left == 0 else f"was {-left} days ago" if left < 0 else f"is in {left} days"
    who = f"{one.development} ({one.reference})"
    text = f"For {who}: {due.what}. The last day is {last}, which {when}.\n\n    {link}\n"
    return f"{one.scheme}: {due.what} by {last}, {one.reference}", text


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"

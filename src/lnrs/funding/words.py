"""Money, rates and assumptions in words."""

from collections.abc import Sequence
from datetime import date

from lnrs.funding.sums import Sum
from lnrs.funding.tables import Action, Rate

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# written out because the names a date library gives depend on the machine's language


def pounds(amount_p: int) -> str:
    """Pence as they are written: whole pounds without pence.

    >>> pounds(51_500), pounds(2_297), pounds(102_000_00)
    ('£515', '£22.97', '£102,000')
    """
    whole, pence = divmod(amount_p, 100)
    return f"£{whole:,}.{pence:02d}" if pence else f"£{whole:,}"


def about(amount_p: int) -> str:
    """A sum that nobody should take to the penny: to ten pounds, downwards.

    >>> about(123_456)
    '£1,230'
    """
    return pounds(amount_p // 1000 * 1000)


def rate_words(action: Action, rate: Rate | None) -> str:
    """A rate as a person reads it.

    >>> from lnrs.funding.tables import action_named, rate_on
    >>> rate_words(action_named("CAHL4"), rate_on("CAHL4", date(2026, 11, 27)))
    '£515 a hectare every year for 3 years'
    """
    if rate is None:
        if action.paid == "agreed":
            return "as each project agrees"
        return "as seller and buyer agree" if action.paid == "sale" else "no rate was read"
    per = {"ha": "a hectare", "m": "a metre", "pond": "a pond"}.get(rate.per, f"for {rate.per}")
    most = "up to " if action.code == "EWCO-PLANT" else ""
    when = {"yearly": f"every year for {action.years} years", "once": "once"}.get(action.paid, "")
    return f"{most}{pounds(rate.amount_p)} {per} {when}".strip()


def marks_of(rate: Rate, day: date) -> tuple[str, ...]:
    """What has to be said beside a rate: that it is stale, and that it is unverified."""
    known = rate.source.known_on
    stale = (f"stale: known of {in_words(known)}",) if rate.source.stale(day) else ()
    return (*stale, *((rate.source.mark,) if rate.source.mark else ()))


def assumptions(found: Sum) -> Sequence[str]:
    """What an indicative sum takes for granted."""
    return (
        "Each hectare is paid for one action by the hectare, with what is always paid beside it, and is counted once "
        "however many measures are mapped on it.",
        f"The sum is over {found.years} years. An agreement runs for its own years within them and is not renewed; "
        "rates stay as they are.",
        "The whole of the mapped land is eligible and is entered. Often it is not: land use, protection, minimum sizes "
        "and limits of a scheme decide.",
        "The least is with the action that pays least on each part of the land, the most with the one that pays most.",
        "Standard costs of new woodland are taken at their limit for a hectare.",
        "What is paid by length, by number, by what is sold or as a project agrees is not in the sum. Costs, tax and "
        "income that is given up are not taken off.",
    )


def in_words(day: date) -> str:
    """A day as it is written.

    >>> in_words(date(2026, 6, 2))
    '2 June 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

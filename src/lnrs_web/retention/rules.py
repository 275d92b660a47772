"""Every rule about how long something is kept, as plain data: the public page, the dry run and the run are made of it.

A rule has two functions. `due` says which rows go, and does nothing; `do` does it to the rows it is given, and asks
nothing. So what a dry run shows is what a run does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lnrs_web.accounts import queries as accounts
from lnrs_web.briefings import queries as briefings
from lnrs_web.briefings.actions import subscribing
from lnrs_web.delivery import queries as delivery
from lnrs_web.delivery.actions import projects as delivery_projects
from lnrs_web.engagement import queries as engagement
from lnrs_web.gain_sites import queries as gain_sites
from lnrs_web.land import actions as land_actions
from lnrs_web.land import queries as land
from lnrs_web.land.models import UNOPENED
from lnrs_web.land.waiting import WAITS
from lnrs_web.newsletter import actions as newsletter_actions
from lnrs_web.newsletter import queries as newsletter
from lnrs_web.outbox import actions as outbox_actions
from lnrs_web.outbox import queries as outbox
from lnrs_web.petition import queries as petition
from lnrs_web.petition.actions import course as petition_course
from lnrs_web.planning import queries as planning
from lnrs_web.thirty_by_thirty import suggesting

YEAR = timedelta(days=365)
MONTH = timedelta(days=30)
FORTNIGHT = timedelta(days=14)


class Done(StrEnum):
    """What is done to what has been kept long enough."""

    DELETED = "deleted"
    ANONYMOUS = "made anonymous"
    CUT = "cut out"


Rows: TypeAlias = "QuerySet[Any]"


@dataclass(frozen=True)
class Rule:
    """What is kept for how long, since when, what is done then, and why so long."""

    name: str
    what: str
    kept: timedelta
    since: str
    done: Done
    why: str
    due: Callable[[datetime], Rows]
    do: Callable[[Rows, str], None]
    then: str = ""
    """What is left where not all is deleted, in words."""


def _delete(rows: Rows, by: str) -> None:  # noqa: ARG001  # that rows of a rule went is recorded as a whole
    rows.delete()


def _jobs(now: datetime, status: Any, kept: timedelta) -> Rows:
    return DBTaskResult.objects.filter(status=status, finished_at__lt=now - kept).order_by("pk")


def rules() -> tuple[Rule, ...]:
    """Every rule, with the times that this site is set up for; shortest first."""
    return tuple(
        sorted((*_of_accounts_and_mail(), *_of_what_people_entered(), *_of_petitions()), key=lambda rule: rule.kept)
    )


def _of_accounts_and_mail() -> tuple[Rule, ...]:
    return (
        Rule(
            "sessions", "That somebody is signed in", timedelta(seconds=settings.SESSION_COOKIE_AGE), "they signed in",
            Done.DELETED, "So that a device left behind signs nobody in.",
            lambda now: Session.objects.filter(expire_date__lt=now).order_by("pk"), _delete,
        ),
        Rule(
            "unproven-addresses", "A mail address whose code never came back", accounts.UNPROVEN_KEPT, "it was typed",
            Done.DELETED, "Whoever typed it may not be the one it belongs to.", accounts.unproven, _delete,
        ),
        Rule(
            "unused-invitations", "The mail address of somebody who was invited to a role and did not take it up",
            accounts.UNUSED_KEPT, "they were invited", Done.DELETED, "So that who invited them sees what became of it.",
            accounts.unused_invitations, _delete, then="That they were invited stays on the record of who did what.",
        ),
        Rule(
            "mail-links", "A link to this site in mail that could not be sent (of mail that was sent none is kept)",
            FORTNIGHT, "it was posted", Done.CUT, "So that it can be sent again.",
            lambda now: outbox.with_links(now - FORTNIGHT), outbox_actions.cut_links,
            then="What else it said stays for as long as other mail.",
        ),
        Rule(
            "jobs-done", "What the site noted of work done after an answer", MONTH, "it was done", Done.DELETED,
            "To see what went wrong, if something did.",
            lambda now: _jobs(now, TaskResultStatus.SUCCESSFUL, MONTH), _delete,
        ),
        Rule(
            "jobs-given-up", "What the site noted of work that it gave up", YEAR, "it was given up", Done.DELETED,
            "So that somebody can have it done again.",
            lambda now: _jobs(now, TaskResultStatus.FAILED, YEAR), _delete,
        ),
        Rule(
            "mail", "Mail that the site sent to somebody, or could not send", YEAR, "it was posted", Done.ANONYMOUS,
            "To prove that it was sent, and to send it again.",
            lambda now: outbox.posted_before(now - YEAR), outbox_actions.make_anonymous,
            then="What it was about, when it was sent and what took it stay.",
        ),
    )  # fmt: skip


def _of_what_people_entered() -> tuple[Rule, ...]:
    return (
        Rule(
            "waiting-land", "Land that waits for somebody to sign in", WAITS, "it was set aside", Done.DELETED,
            "Nobody signed in to keep it.", land.waited_too_long, _delete,
        ),
        Rule(
            "newsletter-unconfirmed", "A mail address that was given for a newsletter and never confirmed",
            newsletter.UNCONFIRMED_KEPT, "it was typed", Done.DELETED,
            "Whoever typed it may not be the one it belongs to.", newsletter.unconfirmed,
            newsletter_actions.delete_unconfirmed,
        ),
        Rule(
            "drafts", "What somebody began under Have your say and never sent, or never proved to be theirs",
            engagement.DRAFTS_KEPT, "it was begun",
            Done.DELETED, "So that there is time to come back to it.", engagement.old_drafts, _delete,
        ),
        Rule(
            "needs-of-units", "That somebody needs units of biodiversity", gain_sites.NEEDS_KEPT, "they said so",
            Done.DELETED, "What is needed is built in another year.", gain_sites.old_needs, _delete,
        ),
        Rule(
            "briefings-not-agreed-to", "The mail address of somebody who asked for a briefing and did not say yes",
            briefings.UNPROVEN_KEPT, "they asked", Done.DELETED, "Whoever typed it may not be the one it belongs to.",
            briefings.unproven, subscribing.delete_unproven,
        ),
        Rule(
            "unsent-projects", "A project of delivery that somebody began and never sent", delivery.UNSENT_KEPT,
            "they last wrote to it", Done.DELETED, "So that there is time to come back to it.",
            delivery.unsent, delivery_projects.delete_unsent,
        ),
        Rule(
            "gain-site-messages", "Messages between developers and owners of gain sites", gain_sites.ENQUIRIES_KEPT,
            "the last was written", Done.DELETED, "So that both can look back while they agree on a sale.",
            gain_sites.old_enquiries, _delete,
        ),
        Rule(
            "unproven-suggestions", "A site that somebody suggested for 30 by 30 and never proved to be theirs",
            suggesting.UNPROVEN_KEPT, "it was sent", Done.DELETED, "So that there is time to open the link.",
            suggesting.unproven, suggesting.delete_unproven,
        ),
        Rule(
            "suggestion-addresses", "The mail address of who suggested a site for 30 by 30", suggesting.ADDRESSES_KEPT,
            "it was sent", Done.ANONYMOUS, "To write what became of it.", suggesting.with_old_addresses,
            suggesting.forget_addresses, then="What was suggested, and what became of it, stays.",
        ),
        Rule(
            "unopened-land", "Land in somebody’s account", UNOPENED, "they last opened it", Done.DELETED,
            "It was agreed so when it was kept.", land.unopened, land_actions.delete_unopened,
        ),
        Rule(
            "planning-checks", "A planning check", timedelta(days=settings.SITE_CHECKS_KEPT_DAYS), "it was made",
            Done.DELETED, "So that its answer can be cited while the development is decided and built.",
            planning.kept_too_long, _delete,
        ),
    )  # fmt: skip


def _of_petitions() -> tuple[Rule, ...]:
    return (
        Rule(
            "unproved-signatures", "A signature under a petition that nobody confirmed", petition.UNPROVED_KEPT,
            "it was made", Done.DELETED, "So that there is time to open the mail.", petition.unproved, _delete,
        ),
        Rule(
            "petition-letters", "To whom a letter about a petition went, and what it said", petition.LETTERS_KEPT,
            "it was sent or tried last", Done.ANONYMOUS,
            "To find out why one did not arrive. That somebody has it tells that they signed.", petition.old_letters,
            outbox_actions.make_anonymous,
            then="That it was sent, when and what took it stay until it is forgotten who signed.",
        ),
        Rule(
            "signature-networks", "The network address that a signature under a petition came from",
            petition.ADDRESSES_KEPT, "it was made", Done.ANONYMOUS, "To find machines that sign.",
            petition.with_old_address, petition_course.forget_addresses, then="The signature stays.",
        ),
        Rule(
            "signatures", "Who signed a petition: name, postcode, code of the mailbox, and the address of those who "
            "asked for news", petition.ANONYMOUS_AFTER, "the petition closed", Done.ANONYMOUS,
            "That somebody signs tells of their political opinion; so long the count can be asked about.",
            petition.to_forget, petition_course.make_anonymous,
            then="That there was a signature, its ward and its day stay.",
        ),
    )  # fmt: skip


FOR_GOOD = (
    ("Editions of a strategy", "They are public, and an answer that names one has to stay true."),
    (
        "What people sent under Have your say: words, places, evidence, every version, and name, organisation, mail "
        "address and postcode where they were given; withdrawn ones too, which no public page shows",
        "It is the record of what the authority was told when it made the strategy, and the address is how its writer "
        "comes back to it. Whoever wrote it can ask for it to be deleted.",
    ),
    (
        "Files of letters, mails and tables that were brought in, as they came",
        "To prove that what was typed in is what was sent.",
    ),
    (
        "Steps of the procedure: notices, replies of authorities with who signed them, documents, judgements",
        "The law gives each of them a date and an effect, which can be asked about for as long as the strategy stands.",
    ),
    (
        "Gain sites that were public, every version of them, and who holds units; listings that were not are their "
        "owner’s to leave, and go with the account",
        "Habitat is kept for thirty years, and units are sold once.",
    ),
    (
        "Pages that editors wrote, every version of them, with their pictures and files, and whose account wrote each",
        "What an authority told the public can be asked about later. Who wrote it is taken away with the account.",
    ),
    ("Authorities and the addresses at which they were given drafts", "To prove that the draft was given to them."),
    (
        "The record of who did what as an officer, and how much was deleted by these rules and when",
        "It is a chain that proves itself: with a link taken out it would prove nothing.",
    ),
    (
        "Applications for nutrient credits, with for whom they were made, and the ledger of credits",
        "A certificate is to be proved for as long as the homes that rest on it stand. Who held the account is taken "
        "away when it is deleted.",
    ),
    (
        "Mail addresses to which briefings go, and names of councillors and Members of Parliament in their offices",
        "An address is deleted when its reader presses the button that is in every mail. The names are public, and are "
        "replaced when an officer brings new ones in.",
    ),
    (
        "Projects that deliver measures, with who does them, every version and what was found on their land",
        "They are the account of progress on which each review of the strategy rests. Who held the account with which "
        "they were added is taken away when that is deleted.",
    ),
    (
        "Petitions: what they asked for, their numbers by hour and by area, batches of paper by the reference of their "
        "scans, and how many signatures were taken out by which rule",
        "It is the public account of a petition, and names nobody who signed.",
    ),
    (
        "Mail addresses to which a newsletter goes, until whoever has it leaves by the link in each: then the address "
        "is deleted at once",
        "They asked for it, and confirmed.",
    ),
    ("Mail addresses that nothing may be sent to", "So that nothing is."),
)
"""What no rule ends, and why."""


def in_words(kept: timedelta) -> str:
    """A time in words.

    >>> in_words(timedelta(hours=1)), in_words(timedelta(days=730)), in_words(timedelta(days=30))
    ('1 hour', '2 years', '30 days')
    """
    for unit, length in (("year", YEAR), ("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        count = kept / length
        if count >= 1 and count == int(count):
            return f"{int(count)} {unit}{'' if count == 1 else 's'}"
    minutes = round(kept / timedelta(minutes=1))
    return f"{minutes} minute{'' if minutes == 1 else 's'}"

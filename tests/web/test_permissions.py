"""Every address of the site, for everybody: what is answered to whom is written down in permissions.csv.

A line is an address as the site knows it, an example of it, a method, and the status for each kind of person; those
with a role have it for Kent and Medway, and everybody with work at the desk has set up a second factor. A member's
column that is empty, or left off at the end of a line, says: as a person; that of another role: as an officer
elsewhere, who is at the desk too and has no say in Kent. `{current}`, `{draft}`, `{parish}` and `{upload}` in an
example are the identity of the published edition of Kent and Medway, of one that is not published, the code of a
parish in it, and an upload of one of its officers; `{membership}`, `{invitation}` and `{link}` are what a moderator
may do, an invitation and its key; `{message}`, `{held}` and `{job}` are a mail, an address that nothing is sent to,
and a job; `{authority}`, `{act}`, `{document}`, `{publication}` and `{reply}` are things of its procedure; `{check}`
is the key of a planning check, `{kept}` land that the person keeps in their account; `{england}` is the identity of the
England edition; `{body}` and `{report}` are a public body and its report.
Those of moderation are in `heard.examples`, those of credits in `credits.examples`; those that begin with `{gain`
are things of the register of gain sites, with `{petition` of petitions, and with `{project` and `{assessment}` of
delivery; `{story}`, `{event-page}` and `{download}` are what an editor wrote and sent, `{picture}` is the name of a
picture's file.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver
from django.utils import timezone

from lnrs.law.acts import Kind
from lnrs_web.accounts.inviting import Offer, invite
from lnrs_web.accounts.models import Consent, Role
from lnrs_web.boundaries.parcels import parcel
from lnrs_web.briefings.actions import subscribing
from lnrs_web.briefings.models import Subscription
from lnrs_web.config import background, clock
from lnrs_web.delivery.actions import assessing, review
from lnrs_web.delivery.actions import projects as delivery_projects
from lnrs_web.desk.models import Upload
from lnrs_web.editions import actions
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.engagement.actions.entering import Entered, take_in
from lnrs_web.engagement.actions.events import keep_event
from lnrs_web.engagement.actions.states import become
from lnrs_web.gain_sites.actions import listing, relay
from lnrs_web.land import consent, waiting
from lnrs_web.land.actions import keep
from lnrs_web.outbox.actions import post, suppress
from lnrs_web.outbox.models import Message
from lnrs_web.planning.actions import keep_check
from lnrs_web.procedure import actions as procedure
from lnrs_web.procedure.actions import Entry
from lnrs_web.procedure.links import token_of
from lnrs_web.procedure.publishing import Wanted, ask
from lnrs_web.public_land.actions import publish_report, save_words

from ..unit.edition_case import box, case
from . import briefed, credits, deliveries, gains, heard, newsroom, petitions, thirty
from .england import publish_england
from .open_data import items
from .people import ELSEWHERE, KENT, holder, officer, person, signed_in
from .procedure import AREA, authorities
from .public_land import COUNCIL, WORDS, begun, sent
from .published import publish
from .saying import activity
from .some_jobs import tell

TABLE = Path(__file__).with_name("permissions.csv")
BEFORE_ROLES = ("nobody", "person", "officer", "officer elsewhere", "administrator")
ROLES = ("member", "editor", "approver", "moderator", "analyst", "data protection", "signatory")
WHO = (*BEFORE_ROLES, *ROLES)
AS = {role: "person" if role == "member" else "officer elsewhere" for role in ROLES}
"""Whose column says what an empty one would."""
METHODS = ("GET", "POST")
BEHIND = "desk/pages/"
"""What lies behind the door to the editors' pages."""
SAMPLES = {
    "area": "kent-and-medway",
    "identity": "{current}",
    "code": "{parish}",
    "kind": "parish",
    "path": "findings.json",
    "ref": "GL1",
    "public_id": "{upload}",
    "key": "{check}",
    "name": "kent-and-medway.measures",
    "feature": "{feature}",
    "before": "{current}",
    "after": "{current}",
    "rule": "sites_sought",
    "slug": "what-you-value",
    "reference": "{said}",
    "token": "{reply}",
    "quarter": "{quarter}",
    "what": "release",
    "position": "1",
    "number": "{download}",
}
"""What stands for a part of an address in the lines that the test proposes."""
PART = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")
NO_PATTERN = {ord(letter): "" for letter in "^$?"}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address that a resolver knows. Of those behind the door to the editors' pages there is the door alone:
    `test_newsroom_door` asks each of the others for everybody whom it has to refuse."""
    for one in resolver.url_patterns:
        here = before + (str(one.pattern).removeprefix("^") if before else str(one.pattern))  # as Django names it
        if here.startswith(BEHIND) and here != BEHIND:
            continue
        if isinstance(one, URLPattern):
            yield here
        else:
            yield from addresses(one, here)


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return [row | {role: row[role] or row[AS[role]] for role in ROLES} for row in csv.DictReader(file)]


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(background, "start", lambda _: None)
    current = publish()
    draft = actions.import_edition(case(edition="draft-2", meadow_ha=12).edition, by="a test")
    upload = Upload.objects.create(by=officer(), file_name="edition.zip", size_bytes=1, area=KENT)
    parish = Zone.objects.filter(edition=current, kind="parish")[0].code
    check = keep_check(current, box(0, 0, 2, 2), [], name="")
    named = {
        "{england}": publish_england().identity,
        "{current}": current.identity,
        "{draft}": draft.identity,
        "{parish}": parish,
    }
    land = waiting.wanted(
        "Home Farm", "kent-and-medway", current.identity, consent.VERSION, [parcel("a", box(0, 0, 2, 2))]
    )
    kept = keep(land, by=person())
    feature = items(Client(), "measures", limit="1")["features"][0]["id"]
    named |= {"{upload}": str(upload.public_id), "{check}": check.key, "{kept}": str(kept.public_id)}
    message = post(to="ada@example.org", subject="", text="", key="1", by="a test")
    held = suppress("eve@example.org", reason="asked for it", by="a test")
    named |= {"{message}": str(message.public_id), "{held}": str(held.pk), "{job}": str(tell.enqueue("one").id)}
    ended = holder(Role.MODERATOR, email="moderator@example.org").memberships.get()
    invitation = invite(Offer("guest@example.org", Role.EDITOR, KENT), by=officer())
    given = Consent.objects.get(person=kept.owner)
    named |= {
        "{consent}": str(given.public_id),
        "{membership}": str(ended.public_id),
        "{invitation}": str(invitation.public_id),
    }
    found = re.search(r"/account/invitations/(\S+)/", Message.objects.get(to="guest@example.org").text)
    return (
        named
        | {"{feature}": str(feature), "{link}": found[1] if found else ""}
        | in_procedure()
        | in_having_a_say(current)
        | of_public_land(current)
        | heard.examples()
        | credits.examples()
        | thirty.examples(Edition.objects.get(identity=current))
        | petitions.examples()
        | newsroom.examples()
        | in_the_register(Edition.objects.get(identity=current))
        | of_delivery(Edition.objects.get(identity=current))
        | of_briefings(Edition.objects.get(identity=current))
    )


def in_procedure() -> dict[str, str]:
    """What there is of a procedure: an authority, an act and its link, a document, a publication that is asked for."""
    who = officer()
    authority = authorities(who)["Swale"]
    [kept] = procedure.keep_documents(AREA, [SimpleUploadedFile("a.pdf", b"%PDF")], by=who)
    day = {"on": clock.today(), "documents": (kept,)}
    edition = Edition.objects.filter(stage="published")[0]
    given = Entry(kind=Kind.DRAFT_GIVEN, authorities=(authority,), how="mail", edition=edition, **day)  # type: ignore[arg-type]
    [act] = procedure.enter(AREA, given, by=who)
    procedure.enter(AREA, Entry(kind=Kind.SITES_SOUGHT, words="Asked.", **day), by=who)  # type: ignore[arg-type]
    asked = ask(AREA, Wanted(edition=None, is_the_strategy=True, on=clock.today(), reason="a"), by=who)
    return {
        "{authority}": str(authority.public_id),
        "{act}": str(act.public_id),
        "{document}": str(kept.public_id),
        "{publication}": str(asked.public_id),
        "{reply}": token_of(act.serving),
    }


def of_public_land(current: Edition) -> dict[str, str]:
    """A council whose land and whose report are published, and those at the desk."""
    report = begun(sent(current)[COUNCIL])
    save_words(report, WORDS, by=officer())
    report.refresh_from_db()
    publish_report(report, current, by=officer())
    return {"{body}": str(report.body.public_id), "{report}": str(report.public_id)}


def in_the_register(edition: Edition) -> dict[str, str]:
    """A public gain site of the person's, units of it that they reserved and units that are allocated, and a version
    that waits."""
    site = gains.public(edition, owner=person())
    stock = gains.stock_of(site)
    certified = gains.allocated(stock)
    asked = relay.ask(site, "Are any left?", by=gains.asker())
    needed = gains.needed(edition, by=person())
    waits = gains.draft(edition, at=(6, 6, 8, 8))
    assert waits.owner
    return {
        "{gain}": site.reference,
        "{gain-own}": str(site.public_id),
        "{gain-stock}": str(stock.public_id),
        "{gain-held}": str(gains.reserved(stock, by=person()).public_id),
        "{gain-code}": str(certified.code),
        "{gain-enquiry}": str(asked.public_id),
        "{gain-need}": str(needed.public_id),
        "{gain-version}": str(listing.send(waits, by=waits.owner).public_id),
    }


def of_delivery(edition: Edition) -> dict[str, str]:
    """A public project of the person's with a picture, records that wait, another that waits, and an assessment."""
    project = deliveries.draft(edition, owner=person())
    delivery_projects.add_photo(project, deliveries.made(), "A hedge", None, by=person())
    review.agree(delivery_projects.send(project, by=person()), by=officer())
    version = project.versions.get()
    waits = delivery_projects.send(deliveries.draft(edition), by=deliveries.farmer())
    return {
        "{project}": project.reference,
        "{project-own}": str(project.public_id),
        "{project-photo}": str(version.photos.get().public_id),
        "{project-version}": str(waits.public_id),
        "{project-batch}": str(deliveries.with_records(project).public_id),
        "{assessment}": str(assessing.begin(edition, by=officer()).public_id),
    }


def of_briefings(edition: Edition) -> dict[str, str]:
    """Briefings, and somebody who asked for one by mail."""
    run = briefed.made(edition)
    subscribing.ask(run.briefings.get(code="W1"), "ada@example.org")
    return {"{briefing-link}": subscribing.token_of(Subscription.objects.get())}


def in_having_a_say(current: str) -> dict[str, str]:
    """An activity, what somebody said in it, and an event."""
    asked = activity(current)
    given = take_in(asked, Entered("letter", timezone.now(), {"like": "Owls"}, may_publish=True), by=officer())
    become(given, "published", by=officer())
    facts = {"title": "Walk", "place": "Elmley", "held_on": timezone.localdate(), "attendance": 3, "is_public": True}
    event = keep_event(asked.area, [(605300, 146300, "Owls")], by=officer(), **facts)
    return {"{activity}": str(asked.public_id), "{event}": str(event.public_id), "{said}": str(given.reference)}


def filled(example: str, examples: dict[str, str]) -> str:
    """An example with what its names stand for."""
    for name, value in examples.items():
        example = example.replace(name, value)
    return example


@pytest.fixture
def people(examples: dict[str, str]) -> dict[str, Client]:  # noqa: ARG001  # the officer has an upload
    return {
        "nobody": Client(),
        "person": signed_in(person()),
        "officer": signed_in(officer()),
        "officer elsewhere": signed_in(officer(ELSEWHERE, "elsewhere@example.org")),
        "administrator": signed_in(officer(None, "root@example.org")),
        **{role: signed_in(holder(role.replace(" ", "_"))) for role in ROLES},
    }


def answered(client: Client, method: str, address: str) -> str:
    """The status of an answer; whatever it did is undone."""
    return answer_to(client, method, address)[0]


def answer_to(client: Client, method: str, address: str) -> tuple[str, str]:
    """The status of an answer, and what caches are told of it; whatever it did is undone."""
    cache.clear()
    held = client.cookies.output()
    with transaction.atomic():
        answer = client.generic(method, address)
        if answer.streaming:  # a file, which is closed when it has been read
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    if client.cookies.output() != held:
        client.cookies.load(held.replace("Set-Cookie: ", ""))
    return str(answer.status_code), answer.headers.get("Cache-Control", "")


@pytest.mark.django_db
def test_everybody_is_answered_as_the_table_says_and_what_is_not_for_all_is_for_no_cache(
    examples: dict[str, str], people: dict[str, Client]
) -> None:
    wrong = []
    for row in rows():
        address = filled(row["example"], examples)
        for who in WHO:
            status, kept = answer_to(people[who], row["method"], address)
            if status != row[who]:
                wrong.append(f"{row['method']} {row['example']} for {who}: {status}, the table says {row[who]}")
            is_for_all = row["nobody"] == "200" and "-link}" not in row["example"]
            if status == "200" and not is_for_all and "no-store" not in kept:
                wrong.append(f"{row['method']} {row['example']} for {who}: a cache may keep it")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.django_db
def test_every_address_is_in_the_table(examples: dict[str, str], people: dict[str, Client]) -> None:
    known = {(row["address"], row["method"]) for row in rows()}
    there = {(address, method) for address in addresses(get_resolver()) for method in METHODS}
    proposed = []
    for address, method in sorted(there - known):
        example = "/" + PART.sub(lambda part: SAMPLES.get(part[1] or part[2], part[0]), address).translate(NO_PATTERN)
        real = filled(example, examples)
        statuses = [answered(people[who], method, real) for who in WHO]
        said = dict(zip(WHO, statuses, strict=True))
        shown = [said[who] if who not in AS or said[who] != said[AS[who]] else "" for who in WHO]
        proposed.append(",".join([address, example, method, *shown]))
    assert not proposed, (
        "These addresses are not in tests/web/permissions.csv. Give each an example that exists, think about who "
        "should be answered what, and add the lines:\n" + "\n".join(proposed)
    )
    assert not (gone := known - there), f"These are in the table and no longer on the site: {sorted(gone)}"


NAMED_LIKE = ("a", "00000000-0000-0000-0000-000000000000", "1", "a" * 16)
"""What the names of things look like: of most, of what has a number of its own, of what is counted, of a check."""


def test_the_table_tells_the_example_of_its_address() -> None:
    """An example that another address would answer proves nothing."""
    for row in rows():
        address, _, _ = row["example"].partition("?")
        assert row["address"] in {route_of(re.sub(r"\{[\w-]+\}", name, address)) for name in NAMED_LIKE}, row


def route_of(address: str) -> str:
    """The address as the site knows it; nothing for what it does not know."""
    try:
        return get_resolver().resolve(address).route
    except Resolver404:
        return ""

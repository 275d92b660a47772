"""How long things are kept: what a dry run shows is what a run does, and nothing else goes."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given
from hypothesis import settings as so
from hypothesis import strategies as st

from lnrs_web.accounts.models import Invitation, Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.models import Event
from lnrs_web.briefings.models import Subscription
from lnrs_web.config.locks import alone
from lnrs_web.delivery.models import Project, Version
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.gain_sites.models import Enquiry, GainSite, Need
from lnrs_web.land.models import KeptLand, WaitingLand
from lnrs_web.newsletter.models import Subscription as NewsReader
from lnrs_web.outbox.actions import post
from lnrs_web.outbox.models import Message
from lnrs_web.petition.models import Petition
from lnrs_web.planning.actions import keep_check
from lnrs_web.planning.models import SiteCheck
from lnrs_web.retention import due
from lnrs_web.retention.actions import retain, would_go
from lnrs_web.retention.rules import FOR_GOOD, Done, Rule, rules
from lnrs_web.thirty_by_thirty.models import Suggestion

from ..unit.edition_case import box
from .people import officer, person
from .petitions import bare, signatures
from .published import publish
from .saying import Writer, activity

pytestmark = pytest.mark.django_db(transaction=False)

NOW = timezone.now()
OTHERS = (
    "Procedure: no reminders.\nGain sites: no reservation lapsed.\nCredits: no reminders.\n"
    "Petitions: nothing was due.\nPages: none was due.\n"
)
"""What the other kinds of work say that are due."""
NAMES = [rule.name for rule in rules()]


def rule_named(name: str) -> Rule:
    return next(rule for rule in rules() if rule.name == name)


def make(name: str, number: int, age: timedelta) -> None:
    """A thing of the kind that a rule is about, of an age."""
    then = NOW - age
    match name:
        case "waiting-land":
            WaitingLand.objects.create(sealed=b"", until=then + timedelta(hours=1))
        case "sessions":
            ends = then + rule_named("sessions").kept
            Session.objects.create(session_key=f"key{number}", session_data="", expire_date=ends)
        case "unproven-addresses":
            Person.objects.create(email=f"typed-{number}@example.org", joined_at=then)
        case "unused-invitations":
            key = f"{number}"
            said = {"email": "ada@example.org", "role": "editor", "area": 40, "invited_by": "a test"}
            Invitation.objects.create(key_sha256=key, invited_at=then, expires_at=then + timedelta(days=14), **said)
        case "jobs-done" | "jobs-given-up":
            status = TaskResultStatus.SUCCESSFUL if name == "jobs-done" else TaskResultStatus.FAILED
            DBTaskResult.objects.create(
                status=status, finished_at=then, args_kwargs={}, backend_name="default", run_after=then
            )
        case "mail":
            message = post(to="ada@example.org", subject="We have it", text="Words", key=f"{number}", by="a test")
            Message.objects.filter(pk=message.pk).update(posted_at=then, state=Message.State.SENT)
        case "petition-letters":
            key = f"petition 1 signature {number}"
            message = post(to="ada@example.org", subject="Confirm", text="Words", key=key, by="a test")
            held = {"handed_at": None} if number % 2 else {"handed_at": then, "posted_at": then - timedelta(days=9)}
            Message.objects.filter(pk=message.pk).update(**{"posted_at": then, "state": Message.State.SENT} | held)
        case "mail-links":
            text = f"Open {settings.ADDRESS}/reply/secret/"
            message = post(to="ada@example.org", subject="We have it", text=text, key=f"{number}", by="a test")
            Message.objects.filter(pk=message.pk).update(posted_at=then, state=Message.State.GIVEN_UP)
        case "unopened-land":
            area = kent()
            what = {"parcels": [], "parcel_count": 0, "size_ha": 0, "consent_version": 1, "consented_at": then}
            KeptLand.objects.create(owner=person(), area=area, name="x", opened_at=then, **what)
        case "newsletter-unconfirmed":
            NewsReader.objects.create(area=kent(), email=f"typed-{number}@example.org", words="", asked_at=then)
        case "planning-checks":
            check = keep_check(Edition.objects.get(), box(0, 0, 2, 2), [], name="")
            SiteCheck.objects.filter(pk=check.pk).update(made_at=then)
        case "drafts":
            asked = Activity.objects.first() or activity()
            questions = asked.question_sets.get()
            Contribution.objects.create(activity=asked, question_set=questions, begun_at=then)
        case "needs-of-units":
            said = {"module": "area", "habitat": "Grassland - Lowland meadows", "units": 1}
            Need.objects.create(area=kent(), person=person(), said_at=then, **said)
        case "briefings-not-agreed-to":
            Subscription.objects.create(
                area=kent(), kind="ward", code=f"W{number}", email="a@example.org", asked_at=then
            )
        case "unsent-projects":
            project = Project.objects.create(reference=f"DP-{number}", area=kent(), owner=person())
            Version.objects.create(project=project, number=1, name="x", lead="x", written_at=then)
        case "gain-site-messages":
            site = GainSite.objects.get_or_create(reference="GS-00001", defaults={"area": kent()})[0]
            Enquiry.objects.create(site=site, asker=person(), last_at=then)
        case "unproven-suggestions" | "suggestion-addresses":
            state = "unproven" if name == "unproven-suggestions" else "waiting"
            said = {"name": "Pond", "why": "Newts", "parcels": {}, "size_ha": 1.0, "mail": "ada@example.org"}
            Suggestion.objects.create(area=kent(), made_at=then, state=state, **said)
        case "unproved-signatures":
            signatures(Petition.objects.first() or bare(), 1, "waiting", made_at=then)
        case "signature-networks":
            signatures(Petition.objects.first() or bare(), 1, "waiting", made_at=then, address="0" * 32)
        case "signatures":
            signatures(bare("closed", slug=f"petition-{number}", closed_at=then), 1, made_at=then)
        case _:
            raise AssertionError(f"nothing is made for the rule {name}")


def kent() -> StrategyArea:
    return StrategyArea.objects.get_or_create(lnrs_id=40, defaults={"slug": "kent", "name": "Kent"})[0]


@pytest.mark.parametrize("name", NAMES)
@so(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ages=st.lists(st.integers(0, 3000) | st.sampled_from([999, 1000, 1001]), max_size=6))
def test_what_a_dry_run_shows_is_what_a_run_does(name: str, ages: list[int]) -> None:
    rule = rule_named(name)
    if name in ("planning-checks", "drafts") and not Edition.objects.exists():
        publish()
    with transaction.atomic():
        for number, age in enumerate(ages):
            make(name, number, rule.kept * age / 1000)
        model = rule.due(NOW).model
        before = set(model.objects.values_list("pk", flat=True))
        shown = would_go(rule, NOW)
        assert set(model.objects.values_list("pk", flat=True)) == before
        assert set(retain(rule, NOW, by="a test")) == set(shown)
        assert len(shown) == sum(age > 1000 or (age == 1000 and "land" in name) for age in ages)
        left = set(model.objects.values_list("pk", flat=True))
        assert left == (before - set(shown) if rule.done == Done.DELETED else before)
        assert would_go(rule, NOW) == []
        assert retain(rule, NOW, by="a test") == []
        transaction.set_rollback(True)


def test_of_a_mail_only_the_proof_is_left() -> None:
    make("mail", 1, timedelta(days=400))
    Message.objects.update(transport="smtp", reference="queued as 4F2", sent_at=NOW)
    retain(rule_named("mail"), NOW, by="a test")
    message = Message.objects.get()
    assert (message.to, message.subject, message.text, message.by) == ("", "", "", "")
    assert (message.key, message.transport, message.reference, message.sent_at) == ("1", "smtp", "queued as 4F2", NOW)


def test_what_nobody_proved_to_be_theirs_goes_though_it_was_withdrawn_and_what_was_received_stays() -> None:
    publish()
    writer, other = Writer(), Writer()
    activity()
    received = other.gives("Received")
    writer.begins()
    writer.writes("q-like", answer="Not mine")
    writer.writes("q-matters", answer=["water"])
    writer.writes("q-agree", answer="4")
    writer.writes("consent", may_publish="yes")
    writer.writes("mail", mail="somebody.else@example.org")
    writer.sends()
    for one in (writer, other):
        one.client.post(f"{one.home}take-part/withdraw/")
    assert set(Contribution.objects.values_list("state", flat=True)) == {"withdrawn"}
    Contribution.objects.update(begun_at=NOW - timedelta(days=61))
    retain(rule_named("drafts"), NOW, by="a test")
    assert Contribution.objects.get() == received


def test_mail_that_waits_is_kept_however_old_it_is() -> None:
    make("mail", 1, timedelta(days=4000))
    Message.objects.update(state=Message.State.WAITING)
    assert retain(rule_named("mail"), NOW, by="a test") == []


def test_an_officer_who_never_signed_in_stays() -> None:
    who = officer()
    Person.objects.filter(pk=who.pk).update(joined_at=NOW - timedelta(days=400))
    assert would_go(rule_named("unproven-addresses"), NOW) == []


def test_what_was_done_is_on_record() -> None:
    make("jobs-done", 1, timedelta(days=31))
    retain(rule_named("jobs-done"), NOW, by="ada at the command line")
    event = Event.objects.get()
    assert (event.what, event.which, event.became) == ("retention: deleted", "jobs-done", "1")


def told(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_the_command_shows_a_table_first_without_and_then_with_doing_it() -> None:
    make("jobs-done", 1, timedelta(days=31))
    dry = told("retain", "--dry-run").splitlines()
    assert DBTaskResult.objects.exists()
    done = told("retain").splitlines()
    assert not DBTaskResult.objects.exists()
    assert len(dry) == len(done) == len(NAMES) + 1
    assert [line.split()[-1] for line in dry[1:]] == [line.split()[-1] for line in done[1:]]
    assert told("retain").splitlines()[1].endswith("0")


def test_the_public_page_says_every_rule() -> None:
    text = Client().get("/privacy/how-long/").content.decode()
    for rule in rules():
        assert rule.what in text
        assert rule.why in text
    for what, why in FOR_GOOD:
        assert what in text
        assert why in text
    assert "2 years after they last opened it" in text
    assert "/privacy/how-long/" in Client().get("/privacy/").content.decode()


def test_what_is_due_is_done_by_one_at_a_time() -> None:
    make("jobs-done", 1, timedelta(days=31))
    begun, go_on = threading.Event(), threading.Event()

    def another() -> None:
        with alone("run_due"):
            begun.set()
            go_on.wait(60)

    thread = threading.Thread(target=another)
    thread.start()
    begun.wait(60)
    try:
        assert told("run_due") == "It is being done already.\n"
    finally:
        go_on.set()
        thread.join()
    assert told("run_due") == f"Retention: jobs-done 1.\n{OTHERS}"
    assert told("run_due") == f"Retention: nothing was due.\n{OTHERS}"


def test_work_that_fails_does_not_keep_the_rest_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> str:
        raise OSError

    monkeypatch.setattr(due, "ALL", (breaks, due.keep_to_the_rules))
    assert due.run_due(NOW, by="a test") == (["breaks: OSError", "Retention: nothing was due."], False)
    with pytest.raises(SystemExit):
        told("run_due")

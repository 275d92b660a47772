"""Mail and jobs at the desk: officers see what was given up, administrators do something about it."""

import csv
import io

import pytest
from django.conf import LazySettings
from django.test import Client
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lnrs_web.audit.models import Event
from lnrs_web.outbox import actions, jobs
from lnrs_web.outbox.models import Message, Suppression

from .people import officer, person, signed_in
from .published import Page
from .some_jobs import FAULTS, tell

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def administrator() -> Client:
    return signed_in(officer(None, "root@example.org"))


def dead_letter(key: str = "representation 1 received") -> Message:
    message = actions.post(to="ada@example.org", subject="=We have it", text="A secret.", key=key, by="a test")
    Message.objects.update(state=State.GIVEN_UP, tries=8, trouble="The mail server refused it (554).")
    return message


def dead_job() -> DBTaskResult:
    FAULTS[:] = [OSError("no room for ada@example.org")] * (len(jobs.WAITS) + 1)
    tell.enqueue("ada@example.org")
    job = DBTaskResult.objects.get()
    job.worker_ids = ["a worker"] * len(jobs.WAITS)
    job.save()
    jobs.do_next("a worker")
    FAULTS.clear()
    return job


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_officer_sees_that_mail_was_given_up_and_not_to_whom_or_what_it_said() -> None:
    dead_letter()
    text = text_of(signed_in(officer()), "/desk/mail/")
    assert "representation 1 received" in text
    assert "The mail server refused it (554)." in text
    assert "a…@example.org" in text
    for hidden in ("ada@example.org", "A secret", "Send again", "held-back"):
        assert hidden not in text


def test_an_administrator_sends_it_again(administrator: Client) -> None:
    message = dead_letter()
    assert "ada@example.org" in text_of(administrator, "/desk/mail/")
    assert administrator.post(f"/desk/mail/{message.public_id}/again/").status_code == 302
    message.refresh_from_db()
    assert (message.state, message.tries) == (State.WAITING, 0)
    assert Event.objects.get(what="send mail again").by == "root@example.org"


def test_an_administrator_sends_all_again(administrator: Client) -> None:
    dead_letter("1"), dead_letter("2")
    assert "Send all 2 again" in text_of(administrator, "/desk/mail/")
    administrator.post("/desk/mail/again/")
    assert Message.objects.filter(state=State.WAITING).count() == 2


def test_an_officer_of_an_area_may_not(administrator: Client) -> None:  # noqa: ARG001
    message, job = dead_letter(), dead_job()
    held = actions.suppress("eve@example.org", reason="asked", by="a test")
    browser = signed_in(officer())
    paths = (
        f"mail/{message.public_id}/again/", "mail/again/", "mail/held-back/", f"mail/held-back/{held.pk}/allow/",
        "mail/table/", f"jobs/{job.pk}/again/",
    )  # fmt: skip
    for path in paths:
        assert browser.post(f"/desk/{path}", {"purpose": "because I want it"}).status_code == 403, path
    message.refresh_from_db()
    assert message.state == State.GIVEN_UP
    assert Suppression.objects.exists()


def test_each_state_has_a_list_of_its_own(administrator: Client) -> None:
    assert "No mail has been given up." in text_of(administrator, "/desk/mail/")
    dead_letter()
    Message.objects.update(state=State.SENT, transport="smtp", reference="queued as 4F2")
    assert "smtp: queued as 4F2" in text_of(administrator, "/desk/mail/?state=sent")
    assert "There is none." in text_of(administrator, "/desk/mail/?state=waiting")
    assert "Given up" in text_of(administrator, "/desk/mail/?state=nonsense&page=nonsense")


def test_a_long_list_has_pages(administrator: Client) -> None:
    for number in range(51):
        dead_letter(f"mail number {number}")
    assert "Page 1 of 2" in text_of(administrator, "/desk/mail/")
    assert "mail number 0<" in text_of(administrator, "/desk/mail/?state=given+up&page=2")


def test_an_address_is_held_back_and_allowed_again(administrator: Client) -> None:
    administrator.post("/desk/mail/held-back/", {"address": " Ada@example.org", "reason": "asked for no more"})
    held = Suppression.objects.get()
    assert (held.address, held.by) == ("ada@example.org", "root@example.org")
    assert "asked for no more" in text_of(administrator, "/desk/mail/")
    administrator.post(f"/desk/mail/held-back/{held.pk}/allow/")
    assert not Suppression.objects.exists()
    assert not Event.objects.filter(which__contains="ada@").exists()


def test_every_problem_with_an_address_is_told_at_once_and_what_was_typed_stays(administrator: Client) -> None:
    answer = administrator.post("/desk/mail/held-back/", {"address": "not one", "reason": ""})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'href="#address"' in text
    assert 'href="#reason"' in text
    assert 'value="not one"' in text
    assert Page(text).title.startswith("Error: Mail")


def test_the_record_of_mail_is_given_for_a_purpose_and_holds_no_text_of_any(administrator: Client) -> None:
    dead_letter()
    refused = administrator.post("/desk/mail/table/", {"purpose": "no", "form": "xlsx"})
    assert refused.status_code == 400
    assert 'value="no"' in refused.content.decode()
    answer = administrator.post("/desk/mail/table/", {"purpose": "a complaint to the ombudsman", "form": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["to"], row["subject"], row["state"]) == ("ada@example.org", "'=We have it", "given up")
    assert "A secret" not in text
    assert Event.objects.get(what="export restricted table").became == "csv, for: a complaint to the ombudsman"


def test_an_officer_sees_that_a_job_was_given_up_and_an_administrator_why(administrator: Client) -> None:
    dead_job()
    text = text_of(signed_in(officer()), "/desk/jobs/")
    assert "OSError" in text
    assert "no room for ada@example.org" not in text
    assert "no room for ada@example.org" in text_of(administrator, "/desk/jobs/")


def test_an_administrator_has_a_job_done_again(administrator: Client) -> None:
    job = dead_job()
    administrator.post(f"/desk/jobs/{job.pk}/again/")
    job.refresh_from_db()
    assert job.status == TaskResultStatus.READY
    jobs.do_next("a worker")
    assert "Tell" in text_of(administrator, "/desk/jobs/?state=SUCCESSFUL")
    assert "No job has been given up." in text_of(administrator, "/desk/jobs/")


def test_the_desk_is_for_officers() -> None:
    for path in ("mail", "jobs"):
        assert signed_in(person()).get(f"/desk/{path}/").status_code == 403
        assert Client().get(f"/desk/{path}/").status_code == 302


def test_the_status_says_how_long_mail_and_jobs_wait_and_what_was_given_up(settings: LazySettings) -> None:
    said = Client().get("/status.json").json()
    assert (said["mail_age_s"], said["jobs_age_s"], said["well"]) == (None, None, True)
    message = actions.post(to="ada@example.org", subject="", text="", key="1", by="a test")
    tell.enqueue("one")
    said = Client().get("/status.json").json()
    assert said["mail_age_s"] >= 0
    assert said["jobs_age_s"] >= 0
    Message.objects.update(due_at=message.due_at.replace(year=2020))
    assert "A mail has waited for more than an hour." in Client().get("/status/").content.decode()
    settings.MAIL_A_DAY = 0
    assert "No more mail is sent today" in Client().get("/status/").content.decode()
    dead_letter("2")
    assert "that have been given up: 2" in Client().get("/status/").content.decode()

"""Jobs are rows of the transaction that asks for them, are done, tried again, and seen where they were given up."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from lnrs_web.outbox import actions, jobs
from lnrs_web.outbox.models import Message
from lnrs_web.outbox.queries import given_up, jobs_age_s

from .some_jobs import FAULTS, say_how_often, tell

pytestmark = pytest.mark.django_db


def do_all() -> None:
    while jobs.do_next("a worker"):
        pass


def due_now() -> None:
    DBTaskResult.objects.update(run_after=timezone.now())


@pytest.fixture(autouse=True)
def no_faults() -> None:
    FAULTS.clear()


def test_a_job_is_done_once() -> None:
    tell.enqueue("one")
    assert jobs_age_s() is not None
    do_all()
    job = DBTaskResult.objects.get()
    assert (job.status, job.return_value, jobs_age_s()) == (Status.SUCCESSFUL, "one", None)
    assert Message.objects.count() == 1


def test_a_job_of_a_transaction_that_is_undone_is_not_there() -> None:
    with transaction.atomic():
        tell.enqueue("one")
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_a_job_that_fails_is_tried_again_later_and_says_how_often_it_was() -> None:
    FAULTS.append(OSError("no room"))
    tell.enqueue("one")
    before = timezone.now()
    do_all()
    job = DBTaskResult.objects.get()
    assert job.status == Status.READY
    assert job.run_after - before >= jobs.WAITS[0]
    assert "no room" in job.traceback
    due_now()
    do_all()
    job.refresh_from_db()
    assert (job.status, job.traceback, len(job.worker_ids)) == (Status.SUCCESSFUL, "", 2)


def test_a_job_that_always_fails_is_given_up_and_the_next_one_is_done() -> None:
    FAULTS.extend(OSError("no room") for _ in range(len(jobs.WAITS) + 1))
    tell.enqueue("one")
    for _ in range(len(jobs.WAITS) + 1):
        due_now()
        do_all()
    assert given_up() == (0, 1)
    tell.enqueue("two")
    do_all()
    assert Message.objects.get().key == "two"
    job = DBTaskResult.objects.get(status=Status.FAILED)
    actions.do_again(job, by="root@example.org")
    do_all()
    assert given_up() == (0, 0)


def test_a_job_that_a_killed_worker_left_is_done_at_once_and_given_up_if_it_kills_them_all() -> None:
    say_how_often.enqueue()
    for tries in range(1, len(jobs.WAITS) + 2):
        job = DBTaskResult.objects.ready().get()
        job.claim("a worker that is killed")
        assert jobs.take_up_what_was_left() == 1
        job.refresh_from_db()
        assert job.status == (Status.READY if tries <= len(jobs.WAITS) else Status.FAILED)
    assert "ended in the middle" in job.traceback


def test_a_job_whose_function_is_gone_is_given_up_like_any_other() -> None:
    tell.enqueue("one")
    DBTaskResult.objects.update(task_path="lnrs_web.outbox.gone.away")
    do_all()
    assert "ModuleNotFoundError" in DBTaskResult.objects.get().exception_class_path


def test_jobs_are_done_by_priority_and_not_before_their_time() -> None:
    tell.enqueue("low")
    tell.using(priority=10).enqueue("high")
    tell.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")
    do_all()
    assert list(Message.objects.order_by("id").values_list("key", flat=True)) == ["high", "low"]


def test_no_argument_of_a_job_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    FAULTS.append(ValueError("ada@example.org"))
    tell.enqueue("ada@example.org")
    with caplog.at_level("DEBUG"):
        do_all()
    assert "ada@" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("lnrs"))

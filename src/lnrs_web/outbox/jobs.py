"""Jobs: functions that a worker calls after the answer has been given, in an order of priority.

A job is a function under `django_tasks.task`; `its_name.enqueue(...)` writes a row in the transaction of the caller. It
may be begun more than once (its worker may be killed), so it has to do no harm when it is done again.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger("lnrs_web.outbox")

WAITS = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 3600))
"""How long a job waits after its first, second, ... try. After one try more than that it is given up."""


class BrokeOff(Exception):
    """The worker that did the job ended in the middle of it."""


def take_up_what_was_left() -> int:
    """Let the jobs that a worker that was killed left be done again; how many. Only the one worker may call it."""
    left = list(DBTaskResult.objects.running())
    for job in left:
        _failed(job, BrokeOff("Whatever did this job ended in the middle of it."))
    return len(left)


def do_next(worker: str) -> bool:
    """Do the job whose turn it is, if there is one; whether there was. `worker` names who does it."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():
        return False
    with transaction.atomic():
        job = ready.select_for_update(skip_locked=True, no_key=True).first()
        if job is None:
            return False
        job.claim(worker)
    try:
        job.set_successful(_done(job))
    except Exception as error:  # whatever it is, the others go on
        logger.error("A job failed: %s, %s", job.task_path, type(error).__name__)
        _failed(job, error)
    return True


def _done(job: DBTaskResult) -> object:
    task, asked = job.task, job.task_result
    context = [TaskContext(task_result=asked)] if task.takes_context else []
    return task.call(*context, *asked.args, **asked.kwargs)


def _failed(job: DBTaskResult, error: Exception) -> None:
    """Note what went wrong, and when the job is tried again, if it is."""
    tries = len(job.worker_ids)
    with transaction.atomic():
        job.set_failed(error)
        if tries <= len(WAITS):
            later = timezone.now() if isinstance(error, BrokeOff) else timezone.now() + WAITS[tries - 1]
            again = {"status": TaskResultStatus.READY, "run_after": later, "finished_at": None}
            DBTaskResult.objects.filter(pk=job.pk).update(**again)

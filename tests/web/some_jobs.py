"""Jobs for the tests of jobs."""

from django_tasks import TaskContext, task

from lnrs_web.outbox.actions import post

FAULTS: list[Exception] = []
"""What goes wrong next, the first first."""


@task()
def tell(name: str) -> str:
    """Posts a mail, or goes wrong."""
    if FAULTS:
        raise FAULTS.pop(0)
    return post(to="ada@example.org", subject=name, text="", key=name, by="a job").key


@task(takes_context=True)
def say_how_often(context: TaskContext) -> int:
    """How often it has been begun."""
    return context.attempt

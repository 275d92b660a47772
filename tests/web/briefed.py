"""Briefings as tests have them: asked for, and made by the worker."""

from typing import Any

from lnrs_web.briefings.actions import making
from lnrs_web.briefings.models import Run
from lnrs_web.editions.models import Edition

from .people import officer

PAGES, DESK = "/kent-and-medway/briefings/", "/desk/briefings/"


def made(edition: Edition, **_: Any) -> Run:
    """The briefings of an edition, which everyone reads."""
    run = making.ask(edition, by=officer())
    making.make_briefings.call(str(run.public_id))
    run.refresh_from_db()
    assert run.state == "done", run.trouble
    return run

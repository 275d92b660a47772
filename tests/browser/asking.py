"""A site on which two activities are open: comments on the map, and representations on a draft."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..served_site import environment_of, served, told
from ..unit.edition_case import case

SAY = "/kent-and-medway/have-your-say/"
OPEN = """
from datetime import timedelta
from django.utils import timezone
from lnrs.model import areas
from lnrs_web.accounts import actions as accounts
from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.editions.models import Edition
from lnrs_web.engagement.actions.activities import make, release
from lnrs_web.engagement.desk.beginnings import QUESTIONS, beginning
from lnrs_web.engagement.sensitive import USUAL
accounts.add_officer("officer@example.org", next(one for one in areas() if one.lnrs_id == 40), by="a test")
who, now = Person.objects.get(email="officer@example.org"), timezone.now()
for kind in ("comments", "representations"):
    fields = beginning(kind) | {"sensitive_species": list(USUAL), "edition": Edition.objects.get()}
    made = make(
        StrategyArea.objects.get(), QUESTIONS[kind], by=who, kind=kind, slug=kind, title="About " + kind,
        summary="Say what you know.", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9), **fields,
    )
    release(made, by=who)
"""


@contextmanager
def asking(folder: Path) -> Iterator[str]:
    """The address of such a site, which keeps what it keeps in a folder."""
    environment = environment_of(folder) | {"LNRS_LIMITS": "0"}
    with served(environment, case().edition, folder.with_name("log")) as address:
        told(environment, "shell", "-v", "0", "-c", OPEN)
        yield address

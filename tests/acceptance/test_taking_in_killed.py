"""A worker that is killed while it takes in a file: there is all of it or nothing, and in the end all of it, once.

Real processes, SQLite and PostgreSQL.
"""

import subprocess

import pytest

from ..migrated import with_tables
from ..served_site import LONGEST_S, PROGRAM, told
from .test_outbox_killed import box, database, environment, python

__all__ = ["box", "database", "environment"]

ROWS = 2000
BEGIN = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "lnrs_web.config.settings"
import django; django.setup()
"""
SEED = f"""{BEGIN}
from datetime import timedelta
from django.utils import timezone
from lnrs_web.accounts import actions
from lnrs_web.accounts.models import Person
from lnrs_web.areas.models import StrategyArea
from lnrs_web.engagement.actions import activities
from lnrs_web.moderation.actions import bringing_in, working
from lnrs.model import areas
actions.add_officer("ann@example.org", next(one for one in areas() if one.lnrs_id == 40), by="a test")
me, now = Person.objects.get(email="ann@example.org"), timezone.now()
kent = StrategyArea.objects.create(lnrs_id=40, slug="kent-and-medway", name="Kent and Medway")
made = activities.make(
    kent, [activities.Asked("like", "long", "What do you value here?")], by=me,
    kind="representations", slug="heard", title="Heard", opens_at=now - timedelta(days=9),
    closes_at=now + timedelta(days=9),
)
letter = "Please plant more hedges along every lane of our parish so that birds and children have shade and berries."
table = "mail,like,publish\\n" + "\\n".join(f'w{{at}}@example.org,"{{letter}} {{at}}",yes' for at in range({ROWS}))
batch = bringing_in.stage(made, table.encode(), "a.csv", channel="letter", by=me)
working.ask_to_take_in(batch, by=me)
working.ask_to_look(made, by=me)
"""
HOW_FAR = f"""{BEGIN}
from django.db import connection
from lnrs_web.audit.queries import broken
from lnrs_web.engagement.models import Answer, Contribution, Numbers, Revision
from lnrs_web.audit.models import Event
from lnrs_web.moderation.models import Batch, BatchRow, CampaignLetter
made = Contribution.objects
print(
    Batch.objects.get().state, made.count(), made.values("reference").distinct().count(), Answer.objects.count(),
    Revision.objects.count(), BatchRow.objects.exclude(contribution=None).count(),
    Event.objects.filter(what="receive contribution").count(), sum(one.last for one in Numbers.objects.all()),
    len(list(broken())), CampaignLetter.objects.count(),
)
"""
STEP = f"""{BEGIN}
import time
from lnrs_web.moderation.models import Work
end = time.monotonic() + {LONGEST_S}
while not Work.objects.filter(kind="take-in", done__gte=%s).exclude(step="").exists():
    assert time.monotonic() < end
    time.sleep(0.002)
"""
NOTHING = "staged 0 0 0 0 0 0 0 0 0"
WHOLE = f"committed {' '.join([str(ROWS)] * 7)} 0 {ROWS}"


@pytest.mark.parametrize("rows", [1, ROWS], ids=["while it reads", "while it writes"])
def test_a_file_is_whole_or_not_there_when_the_worker_is_killed(environment: dict[str, str], rows: int) -> None:
    with_tables(environment)
    python(environment, SEED)
    watch = subprocess.Popen([PROGRAM[0], "-c", STEP % rows], env=environment)
    worker = subprocess.Popen([*PROGRAM, "work"], env=environment, stdin=subprocess.DEVNULL)
    try:
        assert watch.wait(LONGEST_S) == 0
    finally:
        worker.kill()
        worker.wait(LONGEST_S)
    assert python(environment, HOW_FAR) in (NOTHING, WHOLE.removesuffix(str(ROWS)) + "0")
    told(environment, "work", "--until-done")
    assert python(environment, HOW_FAR) == WHOLE
    told(environment, "work", "--until-done")
    assert python(environment, HOW_FAR) == WHOLE

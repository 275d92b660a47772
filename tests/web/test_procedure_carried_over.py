"""What was asked for in the two ways that there were to publish is all there in the one that there is."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_SCRIPT = """
import json, sys
from datetime import date, timedelta

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

OLD = [("accounts", "0004_consents"), ("procedure", "0001_initial"), ("editions", "0003_numbered")]
MigrationExecutor(connection).migrate(OLD)
then = MigrationExecutor(connection).loader.project_state(OLD).apps
rows = lambda app, name: then.get_model(app, name).objects
now, fortnight = timezone.now(), timedelta(days=14)

area = rows("areas", "StrategyArea").create(lnrs_id=40, slug="kent", name="Kent", responsible_authority="Kent")
about = {"area": area, "status": "draft", "as_of": date(2026, 10, 1), "invented": True, "size_bytes": 1}
named = ("first", "later", "other")
first, later, other = (rows("editions", "Edition").create(identity=one, name=one, **about) for one in named)
later.stage = "published"
later.save()
ada, grace = (rows("accounts", "Person").create(email=f"{one}@example.org") for one in ("ada", "grace"))

procedure = rows("procedure", "Procedure").create(area=40, begun_by=ada.email)
said = {"procedure": procedure, "edition": later, "on": now.date(), "asked_by": ada.email}
rows("procedure", "Publication").create(reason="done", state="done", decided_by=grace.email, decided_at=now, **said)
rows("procedure", "Publication").create(reason="waits", **said)

def approval(edition, **fields):
    said = {"what": "publish edition", "which": edition.identity, "area": 40, "on_terms": "before", "asked_by": ada}
    rows("accounts", "Approval").create(**said | {"expires_at": now + fortnight} | fields)

approval(first, approved_by=grace, approved_at=now, closed_at=now)
approval(first, closed_at=now)
approval(first, closed_at=now, asked_by=None)
approval(later, expires_at=now - fortnight)
approval(first)
approval(first, what="freeze", which="a thing")
approval(other, area=1)
before = {str(one) for one in rows("accounts", "Approval").values_list("public_id", flat=True)}

call_command("migrate", verbosity=0)

from lnrs_web.procedure.models import Publication

FIELDS = ("public_id", "procedure__area", "edition__identity", "is_the_strategy", "state", "reason", "asked_by",
          "decided_by", "decided_because", "instead_of")
json.dump({
    "before": sorted(before),
    "after": list(Publication.objects.values(*FIELDS)),
    "days left": {one.reason: (one.expires_at - now).days for one in Publication.objects.filter(state="asked")},
}, sys.stdout, default=str)
"""


def test_every_row_is_carried_over_with_what_became_of_it(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", _SCRIPT]
    environment = os.environ | {
        "LNRS_SITE": str(tmp_path / "site"),
        "DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings",
    }
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    rows: list[dict[str, Any]] = said["after"]
    assert set(said["before"]) < {one["public_id"] for one in rows}
    shown = ("procedure__area", "edition__identity", "is_the_strategy", "state", "reason", "asked_by", "decided_by")
    ada, grace, gone = "ada@example.org", "grace@example.org", "an account that is gone"
    assert sorted(tuple(one[name] for name in shown) for one in rows if one["edition__identity"]) == [
        (1, "other", False, "asked", "", ada, ""),
        (40, "first", False, "done", "", ada, grace),
        (40, "first", False, "lapsed", "", ada, ""),
        (40, "first", False, "taken back", "", ada, ""),
        (40, "first", False, "taken back", "", gone, ""),
        (40, "later", False, "lapsed", "", ada, ""),
        (40, "later", True, "asked", "waits", ada, ""),
        (40, "later", True, "done", "done", ada, grace),
    ]
    assert [one["reason"] for one in rows if not one["edition__identity"]] == ["freeze: a thing"]
    assert {one["instead_of"] for one in rows if one["is_the_strategy"] and one["state"] == "asked"} == {"later"}
    assert {one["instead_of"] for one in rows if not one["is_the_strategy"]} == {"before"}
    assert said["days left"].keys() == {"", "waits"}
    assert min(said["days left"].values()) >= 13

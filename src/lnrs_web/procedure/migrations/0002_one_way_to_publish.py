"""Publishing has one way: what was asked for at the desk's editions (`accounts.Approval`) is carried over, row by row."""

from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone

from lnrs.law.periods import day_in_england

GOOD_FOR = timedelta(days=14)
GONE, ALSO_GONE = "an account that is gone", "another account that is gone"
CLOSED = "It was taken back, refused, or asked anew: the record says which."
ANOTHER = "Another was asked for as well, and one is asked for at a time."
TOO_OLD = "It was not agreed to within 14 days."


def give_terms(apps, schema_editor):
    """What was asked before has its 14 days from now, on the terms that hold now."""
    Publication, Edition = apps.get_model("procedure", "Publication"), apps.get_model("editions", "Edition")
    now = timezone.now()
    for one in Publication.objects.select_related("procedure"):
        current = Edition.objects.filter(area__lnrs_id=one.procedure.area, stage="published").first()
        if one.state == "asked":
            one.expires_at, one.instead_of = now + GOOD_FOR, current.identity if current else ""
        else:
            one.expires_at = one.asked_at + GOOD_FOR
        one.save()


def let_go(apps, schema_editor):
    """Before, a publication was of the strategy alone: what is asked for to be read must not be taken for that."""
    apps.get_model("procedure", "Publication").objects.filter(is_the_strategy=False).delete()


def carry_over(apps, schema_editor):
    """Every row, whatever it was about. At the desk an edition was published with no act of the procedure."""
    Approval = apps.get_model("accounts", "Approval")
    now = timezone.now()
    for old in Approval.objects.order_by("-id").select_related("asked_by", "approved_by"):
        _carry(apps, old, now)


def _carry(apps, old, now):
    Publication, Procedure = apps.get_model("procedure", "Publication"), apps.get_model("procedure", "Procedure")
    edition = apps.get_model("editions", "Edition").objects.filter(identity=old.which).first()
    asked_by = old.asked_by.email if old.asked_by else GONE
    approved_by = old.approved_by.email if old.approved_by else ALSO_GONE
    procedure, _ = Procedure.objects.get_or_create(area=old.area, defaults={"begun_by": asked_by})
    known = edition is not None and old.what == "publish edition"
    made = Publication(
        public_id=old.public_id,
        procedure=procedure,
        edition=edition,
        is_the_strategy=False,
        instead_of=old.on_terms,
        on=day_in_england(old.approved_at or old.asked_at),
        reason="" if known else f"{old.what}: {old.which}",
        asked_by=asked_by,
        asked_at=old.asked_at,
        expires_at=old.expires_at,
    )
    if old.approved_at:
        made.state = "done" if old.closed_at else "lapsed"
        made.decided_by, made.decided_at = approved_by, old.approved_at
    elif old.closed_at:
        made.state, made.decided_at, made.decided_because = "taken back", old.closed_at, CLOSED
    elif old.expires_at <= now:
        made.state, made.decided_because = "lapsed", TOO_OLD
    elif not known or Publication.objects.filter(procedure=procedure, state="asked").exists():
        made.state, made.decided_because = "lapsed", ANOTHER
    else:
        made.state = "asked"
    made.save()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_consents"),
        ("editions", "0003_numbered"),
        ("procedure", "0001_initial"),
    ]

    operations = [
        migrations.AddField("publication", "is_the_strategy", models.BooleanField(default=True), preserve_default=False),
        migrations.AddField("publication", "instead_of", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("publication", "expires_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "publication",
            "state",
            models.CharField(
                choices=[
                    ("asked", "waits for a second person"),
                    ("done", "agreed"),
                    ("refused", "refused"),
                    ("taken back", "taken back"),
                    ("lapsed", "no longer asked"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.RunPython(give_terms, let_go),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]

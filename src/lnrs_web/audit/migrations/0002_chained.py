"""Every row hangs on the one before, and the database refuses to change any."""

from typing import Any

from django.db import migrations, models

from lnrs_web.audit.chain import FIELDS, digest_of
from lnrs_web.audit.guarded import add_triggers, drop_triggers


def _chain(apps: Any, _: Any) -> None:
    events = apps.get_model("audit", "Event").objects
    previous = ""
    for row in list(events.order_by("id").values(*FIELDS)):
        digest = digest_of(row | {"previous": previous})
        events.filter(id=row["id"]).update(previous=previous, digest=digest)
        previous = digest


def _guard(_: Any, schema_editor: Any) -> None:
    for statement in add_triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def _leave(_: Any, schema_editor: Any) -> None:
    for statement in drop_triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Chains the rows that are there, and guards them."""

    dependencies = (("audit", "0001_initial"),)
    operations = (
        migrations.AddField("event", "area", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("event", "previous", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.AddField("event", "digest", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.RunPython(_chain, migrations.RunPython.noop),
        migrations.AlterField("event", "previous", models.CharField(max_length=64, unique=True)),
        migrations.AddIndex("event", models.Index(fields=("area", "id"), name="audit_event_of_area")),
        migrations.RunPython(_guard, _leave),
    )

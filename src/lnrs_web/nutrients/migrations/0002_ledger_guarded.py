"""The database refuses to change what the ledger says."""

from typing import Any

from django.db import migrations

from lnrs_web.nutrients.guarded import add_triggers, drop_triggers


def _guard(_: Any, schema_editor: Any) -> None:
    for statement in add_triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def _leave(_: Any, schema_editor: Any) -> None:
    for statement in drop_triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Guards the ledger."""

    dependencies = (("nutrients", "0001_initial"),)
    operations = (migrations.RunPython(_guard, _leave),)

"""An index over the boxes of the areas."""

from functools import partial
from typing import Any

from django.db import migrations

from lnrs_web.editions.place_index import add_index, drop_index, run

TABLE = "england_englandarea"


def _each(statements: Any, apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    run(schema_editor, statements(TABLE, schema_editor.connection.vendor))


class Migration(migrations.Migration):
    """Adds an index to the table with shapes."""

    dependencies = (("england", "0001_initial"),)
    operations = (migrations.RunPython(partial(_each, add_index), partial(_each, drop_index)),)

"""An index over the boxes of everything that lies somewhere."""

from functools import partial
from typing import Any

from django.db import migrations

from lnrs_web.editions.place_index import add_index, drop_index, run

TABLES = ("editions_zone", "editions_site", "editions_opportunity", "editions_piece")


def _each(statements: Any, apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    for table in TABLES:
        run(schema_editor, statements(table, schema_editor.connection.vendor))


class Migration(migrations.Migration):
    """Adds an index to each table with shapes."""

    dependencies = (("editions", "0001_initial"),)
    operations = (migrations.RunPython(partial(_each, add_index), partial(_each, drop_index)),)

"""The index over the words of everything that can be found."""

from functools import partial
from typing import Any

from django.db import migrations

from lnrs_web.editions.place_index import run
from lnrs_web.search.text_index import add_index, drop_index


def _run(statements: Any, apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    run(schema_editor, statements(schema_editor.connection.vendor))


class Migration(migrations.Migration):
    """Adds the index, which the database keeps."""

    dependencies = (("search", "0001_initial"),)
    operations = (migrations.RunPython(partial(_run, add_index), partial(_run, drop_index)),)

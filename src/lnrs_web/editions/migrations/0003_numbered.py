"""The places of an edition in the order of their numbers, and every number once."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _fill(apps: Any, schema_editor: Any) -> None:
    places = apps.get_model("editions", "Place").objects.filter(edition=None)
    measure = apps.get_model("editions", "Measure").objects.filter(pk=models.OuterRef("measure"))
    places.update(edition=models.Subquery(measure.values("edition")[:1]))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table may not be altered again


class Migration(migrations.Migration):
    """Gives places their edition, and numbers an index."""

    dependencies = (("editions", "0002_place_index"),)
    operations = (
        migrations.AddField(
            "place",
            "edition",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="places",
                to="editions.edition",
            ),
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.AlterField(
            "place",
            "edition",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="editions.edition"
            ),
        ),
        *(
            # by expressions, as SQLite would else make the table anew, and lose the triggers of 0002
            migrations.AddConstraint(name, models.UniqueConstraint("edition", "number", name=f"{name}_once"))
            for name in ("site", "opportunity", "place")
        ),
    )

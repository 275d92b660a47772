"""Files that editors sent several at once, before that was shut, were kept as they were sent until their words came."""

from typing import Any

from django.db import migrations


def delete_them(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001  # as Django calls it
    """Delete what was never given its words: pictures among them say where they were taken."""
    for one in apps.get_model("wagtailcore", "UploadedFile").objects.all():
        one.file.delete(save=False)
        one.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(delete_them, migrations.RunPython.noop)]

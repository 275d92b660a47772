"""Every publication is asked for a time: apart from 0002, since PostgreSQL alters no table with rows just written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedure", "0002_one_way_to_publish")]

    operations = [migrations.AlterField("publication", "expires_at", models.DateTimeField())]

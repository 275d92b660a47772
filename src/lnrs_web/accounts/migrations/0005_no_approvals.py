"""What was asked for and approved is in `procedure.Publication`, whose migration has carried it over."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_consents"), ("procedure", "0002_one_way_to_publish")]

    operations = [migrations.DeleteModel("Approval")]

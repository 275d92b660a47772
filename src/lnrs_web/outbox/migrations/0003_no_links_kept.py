"""Links to this site go from mail that was sent before they went by themselves."""

import re

from django.db import migrations

LINK = re.compile(r"https?://\S+/(?:reply|account/invitations|have-your-say/(?:proof|back))/\S+")
"""What opened something, at whatever address the site was when the mail was written."""


def cut(apps, schema_editor):
    sent = apps.get_model("outbox", "Message").objects.filter(state="sent").exclude(text="")
    for message in sent.only("text").iterator(500):
        if (text := LINK.sub("[link]", message.text)) != message.text:
            message.text = text
            message.save(update_fields=["text"])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_sent_in_a_day")]

    operations = [migrations.RunPython(cut, migrations.RunPython.noop)]

"""How many mails were sent in a day is asked before each."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['state', 'sent_at'], name='outbox_message_sent'),
        ),
    ]

from django.db import migrations, models

PUBLIC_DOCUMENTS = """
    UPDATE engagement_attachment SET shown_bytes = size_bytes WHERE is_public AND media_type NOT LIKE 'image/%'
"""
PICTURES_AS_SENT = "UPDATE engagement_attachment SET is_public = FALSE WHERE is_public AND media_type LIKE 'image/%'"
"""They hold where and when they were taken: a moderator shows them again, and they are made anew."""


class Migration(migrations.Migration):
    dependencies = [("engagement", "0003_words_quoted")]

    operations = [
        migrations.AddField("attachment", "shown_bytes", models.PositiveIntegerField(default=0)),
        migrations.AddField("attachmentfile", "shown", models.BinaryField(null=True)),
        migrations.RunSQL(PUBLIC_DOCUMENTS, migrations.RunSQL.noop),
        migrations.RunSQL(PICTURES_AS_SENT, migrations.RunSQL.noop),
    ]

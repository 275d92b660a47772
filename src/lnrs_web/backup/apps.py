"""The app of backups."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class BackupConfig(AppConfig):
    """Records that a site was brought back once its tables are as this software has them."""

    name = "lnrs_web.backup"

    def ready(self) -> None:
        """From now on what is noted is recorded after each `migrate`."""
        from lnrs_web.backup.noted import record_noted

        post_migrate.connect(record_noted, sender=apps.get_app_config("audit"), dispatch_uid="backup")

"""The app in which editors write."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Notes on the record what editors do."""

    name = "lnrs_web.newsroom"

    def ready(self) -> None:
        """From now on what Wagtail notes of publishing and files is on the site's record."""
        from lnrs_web.newsroom import acts

        acts.listen()

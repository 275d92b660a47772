"""The site under test: a database of its own, and a folder of its own for the files of editions."""

from pathlib import Path

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def editions_folder(tmp_path: Path, settings) -> Path:
    """Where this test's imports keep their files."""
    settings.EDITIONS = tmp_path / "editions"
    settings.EDITIONS.mkdir()
    settings.PROCEDURE_DOCUMENTS = tmp_path / "procedure"
    settings.UPLOADS, settings.COUNTERS = tmp_path / "uploads", tmp_path / "counters.sqlite3"
    settings.UPLOADS.mkdir()
    return settings.EDITIONS


@pytest.fixture(autouse=True)
def no_kept_pages() -> None:
    """Nothing that an earlier test made is given again."""
    caches["pages"].clear()

"""The site under test: a database of its own, and a folder of its own for the files of editions."""

import os
from pathlib import Path

import pytest
from django.core.cache import caches


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database than the usual one each test is done with the first of its examples: the others are about
    what is typed and read, which no database changes. Of those that look at the whole site `test_every_page` is done.
    """
    if "LNRS_DATABASE" not in os.environ:
        return
    first, seen = [], set()
    for item in items:
        if item.get_closest_marker("whole_site"):
            continue
        if (of := item.nodeid.partition("[")[0]) not in seen:
            seen.add(of)
            first.append(item)
    config.hook.pytest_deselected(items=[item for item in items if item not in first])
    items[:] = first


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

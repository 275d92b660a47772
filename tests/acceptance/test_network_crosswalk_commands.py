"""`lnrs network crosswalk` on the edition of a folder that a person could have made."""

import json
from pathlib import Path

import pytest

from lnrs import cli
from lnrs.network import crosswalk, crosswalk_areas
from lnrs.network.folder import NetworkFile, NetworkSource, read, write

from datetime import date


@pytest.fixture
def network(edition_of_kent: Path, tmp_path: Path) -> Path:
    """A network folder with one edition."""
    write(tmp_path, NetworkFile("Kent alone", date(2026, 11, 1), (NetworkSource(40, str(edition_of_kent)),)))
    return tmp_path

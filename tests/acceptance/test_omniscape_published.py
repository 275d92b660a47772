"""The maps that Omniscape publishes for its own tests 1 and 2."""

import configparser
from pathlib import Path

import numpy as np
import pytest

from lnrs.ecology import circuits

from ..circuitscape_case import read_grid

pytestmark = pytest.mark.real_data

RELATIVE = 5e-5
"""Omniscape's maps come of solves that stop at a residual of 1e-6; hundreds of them add up in each cell. Ours, solved
exactly, differ from them by up to 2.3e-5."""


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Path:
    folder = shared_data / "connectivity" / "omniscape"
    if not folder.is_dir():
        pytest.skip("Omniscape's test cases are not among the shared data")
    return folder


def run(published: Path, test: str) -> circuits.Omnidirectional:
    """With the options of the test's settings; Omniscape makes an even block one cell wider."""
    parser = configparser.ConfigParser()
    parser.read(published / "expected" / test / "config.ini")
    options = {key: value for section in parser.sections() for key, value in parser[section].items()}
    source = np.nan_to_num(read_grid(published / options["source_file"]).values)
    return circuits.omnidirectional(
        circuits.Landscape(circuits.conductance_of(read_grid(published / options["resistance_file"]).values)),
        np.where(source < float(options["source_threshold"]), 0.0, source),
        radius_cells=int(options["radius"]),
        block_cells=int(options["block_size"]) // 2 * 2 + 1,
        buffer_cells=int(options["buffer"]),
    )


@pytest.mark.parametrize(
    ("test", "name", "field"),
    [
        ("test1", "cum_currmap.tif", "current"),
        ("test1", "flow_potential.tif", "potential"),
        ("test1", "normalized_cum_currmap.tif", "normalised"),
        ("test2", "cum_currmap.asc", "current"),
    ],
)
def test_maps_are_those_published(published: Path, test: str, name: str, field: str) -> None:
    expected = read_grid(published / "expected" / test / name).values
    assert getattr(run(published, test), field) == pytest.approx(expected, rel=RELATIVE, nan_ok=True)

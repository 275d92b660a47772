"""Tests that share what is slow to make are of an xdist group, and a group is one worker's."""

import os

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_kept_together(request: pytest.FixtureRequest) -> None:
    """pytest-xdist does it by the name of a test; with a pytest that names tests in another way it does nothing, and
    says nothing."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("all tests are one process's")
    assert request.node.nodeid.endswith("@together")

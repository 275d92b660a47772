"""Tests that share what is slow to make are of an xdist group, and a group is one worker's; both workers find the same
tests."""

import os

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_kept_together(request: pytest.FixtureRequest) -> None:
    """pytest-xdist does it by the name of a test; with a pytest that names tests in another way it does nothing, and
    says nothing."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("all tests are one process's")
    assert request.node.nodeid.endswith("@together")


@pytest.mark.parametrize(("data", "name"), [(b"PK\x03\x04 packed today", "a" * 121)])
def test_a_test_is_not_named_by_a_file(request: pytest.FixtureRequest, data: bytes, name: str) -> None:
    assert data
    assert name
    assert "[data-name]" in request.node.nodeid

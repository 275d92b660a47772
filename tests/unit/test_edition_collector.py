"""The collector of cycles rests for a block, and no longer."""

import gc

import pytest

from lnrs.edition.collector import no_collector


@no_collector()
def work() -> None:
    assert not gc.isenabled()
    raise KeyboardInterrupt


def test_the_collector_rests_in_the_block_and_runs_again_after_it_whatever_happens() -> None:
    with pytest.raises(KeyboardInterrupt):
        work()
    assert gc.isenabled()


def test_a_collector_that_rested_before_rests_after() -> None:
    gc.disable()
    try:
        with no_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()

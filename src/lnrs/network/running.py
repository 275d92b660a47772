"""Where the work is done: workers on this machine, or a Dask cluster that is running."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from distributed import Client, LocalCluster

from lnrs.errors import NotFound, Problem

WAIT = "10s"


@contextmanager
def cluster(workers: int | None = None, scheduler: str | None = None) -> Iterator[Client]:
    """A client of a running cluster at `scheduler` (tcp://...), or of `workers` processes started here (default: one a
    core), which end with the block.

    Raises NotFound where no scheduler answers.
    """
    if scheduler:
        with _client_of(scheduler) as client:
            yield client
        return
    count = workers or os.cpu_count() or 1
    with (
        LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
            preload=["lnrs.network.undisturbed"],
        ) as here,
        Client(here) as client,
    ):
        yield client


@contextmanager
def _client_of(scheduler: str) -> Iterator[Client]:
    try:
        client = Client(scheduler, timeout=WAIT)
    except (OSError, ValueError, TimeoutError) as error:
        advice = "Start one with `dask scheduler`, and workers with `dask worker ADDRESS --nthreads 1`."
        raise NotFound([Problem(scheduler, f"no Dask scheduler answers there ({error}).", advice)]) from error
    with client:
        yield client

"""Python's collector of cycles, stopped while there is nothing for it: a build makes millions of objects, hardly any of
them in a cycle, and the collector would look through all of them again and again (a tenth of the time of a build)."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collector() -> Iterator[None]:
    """Stop the collector for the block; what is no longer referred to is still given back at once."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()

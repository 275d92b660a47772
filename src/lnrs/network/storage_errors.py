"""What goes wrong with object storage, said plainly: it does not answer, or does not let us in."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError

from lnrs.errors import FetchFailed, Problem

ADVICE = "Check the address, AWS_ENDPOINT_URL where the storage is not Amazon's, and the access keys."


@contextmanager
def answering(address: str) -> Iterator[None]:
    """Raise FetchFailed where object storage at an address does not do what it was asked. What is not there stays
    FileNotFoundError."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BotoCoreError, OSError) as error:
        raise FetchFailed([Problem(address, f"object storage says: {error}.", ADVICE)]) from error

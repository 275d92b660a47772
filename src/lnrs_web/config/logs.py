"""What breaks, as it is written to the log: where and what kind, never what anybody gave.

The text of an exception may hold a value (`Key (email)=(...)`), the path of a page a secret (`/reply/TOKEN/`); so
neither is written. The frames of a traceback are lines of our code, the route is a pattern of ours.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from http import HTTPStatus
from types import TracebackType

OURS = "lnrs_web"
NO_ROUTE = "no page"

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """A record with the route in place of the path, and with a traceback that lacks the words of its exceptions."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (Python's name)
        """What happened. Only our own messages are filled in: what others fill in, we do not know."""
        if hasattr(record, "request"):
            return f"{record.levelname}: {_status_of(record)}: {_route_of(record)}"
        said = record.getMessage() if record.name.split(".")[0] == OURS else f"{record.name}: {record.msg}"
        return f"{record.levelname}: {said}"

    def formatException(self, raised: Raised) -> str:  # noqa: N802 (Python's name)
        """The frames, and the type of the exception and of those that led to it."""
        return "\n".join(_chain(raised[1])) if raised[1] else ""


def told_when_it_ends(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a program tells when it ends by an error that nobody expected: as `sys.excepthook`."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        sys.stderr.write("\n".join(_chain(error)) + "\n")


def _chain(error: BaseException) -> Iterator[str]:
    seen: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in seen:
        seen.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    for one in reversed(seen):
        yield from ("".join(traceback.format_tb(one.__traceback__)).rstrip(), _type_of(one))


def _type_of(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _status_of(record: logging.LogRecord) -> str:
    status = getattr(record, "status_code", 500)
    return f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)


def _route_of(record: logging.LogRecord) -> str:
    match = getattr(record.request, "resolver_match", None)  # type: ignore[attr-defined]
    return f"/{match.route}" if match else NO_ROUTE

"""How long work says how far it is."""

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with the name of the task and the share of it that is done (0-1)."""


def silence(task: str, share: float) -> None:
    """Say nothing."""


def part_of(progress: Progress, begin: float, end: float, task: str = "") -> Progress:
    """Progress on a part of the work, which lies between two shares of the whole; a `task` names all of it."""
    return lambda own, share: progress(task or own, begin + (end - begin) * share)

"""What is said where something cannot be done with briefings."""

from lnrs.errors import LnrsError, Problem


class BriefingRefused(LnrsError):
    """What was sent cannot be taken. `where` of each problem is the field of the form, or the file."""

    summary = "That could not be done"


def refuse(where: str, what: str, do: str = "") -> BriefingRefused:
    """One problem, to be raised."""
    return BriefingRefused([Problem(where, what, do)])

"""What is said where delivery cannot take what somebody sent."""

from lnrs.errors import LnrsError, Problem


class ProjectRefused(LnrsError):
    """What was sent cannot be taken. `where` of each problem is the field of the form."""

    summary = "The project could not be taken"


def refuse(where: str, what: str, do: str = "") -> ProjectRefused:
    """One problem, to be raised."""
    return ProjectRefused([Problem(where, what, do)])

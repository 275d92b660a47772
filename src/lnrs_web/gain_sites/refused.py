"""What is said where the register cannot take what somebody sent."""

from lnrs.errors import LnrsError, Problem


class ListingRefused(LnrsError):
    """What was sent cannot be taken. `where` of each problem is the field of the form."""

    summary = "The register could not take it"


def refuse(where: str, what: str, do: str = "") -> ListingRefused:
    """One problem, to be raised."""
    return ListingRefused([Problem(where, what, do)])

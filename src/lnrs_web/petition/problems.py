"""What a person who signs, or an officer, can get wrong. Nothing has been written when one is raised."""

from lnrs.errors import LnrsError


class Refused(LnrsError):
    """What was sent cannot be taken; each problem's `where` is the field of the form."""

    summary = "It was not taken"


class Closed(Exception):
    """A petition cannot be signed now."""


class NoSuchLink(Exception):
    """A link is not known here, or what it was for is gone."""

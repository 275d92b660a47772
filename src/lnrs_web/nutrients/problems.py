"""What an officer or an applicant can get wrong with credits. Nothing has been written when one is raised."""

from lnrs.errors import LnrsError


class Refused(LnrsError):
    """What was sent cannot be taken as it is."""

    summary = "It cannot be taken as it is"


class NotEnough(Refused):
    """An account does not hold what is asked of it."""

    summary = "There is not enough of it"

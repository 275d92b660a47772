"""Whose upload is whose."""

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import NotAllowed, areas_of
from lnrs_web.desk.models import Upload


def may_see(upload: Upload, who: Person) -> bool:
    """Whether an upload is somebody's own, or of an area that they are an officer of."""
    return upload.by_id == who.pk or upload.area in areas_of(who)


def must_see(upload: Upload, who: Person) -> None:
    """Raises NotAllowed for an upload of other people."""
    if not may_see(upload, who):
        raise NotAllowed("This upload was sent by an officer of another area.")

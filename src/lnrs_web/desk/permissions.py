"""Whose upload is whose, and who reads what is not published."""

from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import NotAllowed, areas_with
from lnrs_web.desk.models import Upload

READERS = (Role.EDITOR, Role.APPROVER, Role.SIGNATORY)
"""Who reads editions before they are published; officers do too."""


def may_see(upload: Upload, who: Person) -> bool:
    """Whether an upload is somebody's own, or of an area for which they may upload."""
    return upload.by_id == who.pk or upload.area in areas_with(who, Role.EDITOR)


def must_see(upload: Upload, who: Person) -> None:
    """Raises NotAllowed for an upload of other people."""
    if not may_see(upload, who):
        raise NotAllowed("This upload was sent by somebody of another area.")

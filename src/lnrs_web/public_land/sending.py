"""An officer's file of public land: read in a process apart, and its parcels by owner."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from lnrs.errors import Problem
from lnrs_web.boundaries.parcels import LandRefused, Parcel, numbered_apart
from lnrs_web.boundaries.upload import read_upload

OWNER = "owner"
"""The column that is taken where none is named."""


def owners_of(request: HttpRequest) -> tuple[dict[str, list[Parcel]], str]:
    """The parcels of the file that was sent by their owners' names, and the file's name. All of it is of the body that
    the form names; where it names none, of those in the column that it names.

    Raises LandRefused.
    """
    file = request.FILES.get("upload")
    if not isinstance(file, UploadedFile):
        raise LandRefused([Problem("upload", "No file has been chosen.", "Choose the file of public land.")])
    if (file.size or 0) > settings.LAND_UPLOAD_BYTES:
        what = f"The file is larger than {settings.LAND_UPLOAD_BYTES // 1_000_000} MB."
        raise LandRefused([Problem("upload", what, "Give it body by body.")], status=413)
    body = " ".join(request.POST.get("body", "").replace("\x00", "").split())
    column = "" if body else request.POST.get("column", "").strip() or OWNER
    try:
        parcels = read_upload(file.read(), column, apart=False)
    except LandRefused as refused:
        raise LandRefused([_in_this_form(one) for one in refused.problems], refused.status) from None
    owners: dict[str, list[Parcel]] = {}
    for one in parcels:
        owners.setdefault(body or one.ref, []).append(one)
    return {name: numbered_apart(several) for name, several in owners.items()}, file.name or ""


def _in_this_form(one: Problem) -> Problem:
    if one.where == "ref_column":
        return Problem("column", one.what, f"{one.do} Name the one with the owner, or the body that has all of it.")
    return one

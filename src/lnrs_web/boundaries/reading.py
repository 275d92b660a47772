"""The land that a form was sent with, by whichever way."""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

from lnrs.errors import Problem
from lnrs_web.boundaries import kept
from lnrs_web.boundaries.around import PlaceOf, read_around
from lnrs_web.boundaries.parcels import LandRefused, Parcel
from lnrs_web.boundaries.typed import read_typed
from lnrs_web.boundaries.upload import read_upload
from lnrs_web.places import whereabouts

WAYS = ("drawn", "upload", "around", "typed")
"""The ways to give land, by the value of the field `way`."""
FIELDS = ("way", "drawn", "place", "size", "typed", "ref_column")


class _InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory, whatever Django's own settings say of larger ones: nothing reaches a disk."""

    def handle_raw_input(self, *_: Any, **__: Any) -> None:
        """Take every file."""
        self.activated = True


def open_form(request: HttpRequest) -> None:
    """Look at the size of what was sent before any of it is read, then read it, its files into memory. To be called
    before `request.POST` is read, in a view that is exempt from the cross-site token, which reads it earlier.

    Raises LandRefused, of status 413, for too much.
    """
    largest = settings.LAND_UPLOAD_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest:
        raise _too_large()
    request.upload_handlers = [_InMemory(request)]
    try:
        _ = request.POST
    except RequestDataTooBig as error:
        what = "There is more text than can be read."
        raise LandRefused([Problem("way", what, "Upload the land as a file.")], status=413) from error


def read_drawn(text: str) -> list[Parcel]:
    """The parcels of drawn GeoJSON, in longitudes and latitudes unless it names another system.

    Raises LandRefused.
    """
    if not text.strip():
        raise LandRefused(
            [Problem("drawn", "Nothing has been drawn.", "Draw the edge of your land, or use another way.")]
        )
    try:
        return read_upload(text.encode())
    except LandRefused as refused:
        raise LandRefused([Problem("drawn", one.what, one.do) for one in refused.problems], refused.status) from None


def read_land(post: Mapping[str, str], files: Mapping[str, Any], place_of: PlaceOf = whereabouts.read) -> list[Parcel]:
    """The land that a form was sent with: what it carries from before, or by the way that its `way` names or, where
    no way is chosen, the one way that is filled in. `place_of` finds the place that a reader names.

    Raises LandRefused with every problem; its `where` is the name of a field.
    """
    if carried := post.get("land", ""):
        return kept.from_text(carried)
    filled = [way for way in WAYS if _filled(way, post, files)]
    way = post.get("way", "") or (filled[0] if len(filled) == 1 else "")
    if way == "upload":
        return _uploaded(cast("UploadedFile | None", files.get("upload")), post.get("ref_column", "").strip())
    if way == "drawn":
        return read_drawn(post.get("drawn", ""))
    if way == "around":
        return read_around(post.get("place", ""), post.get("size", ""), place_of)
    if way == "typed":
        return read_typed(post.get("typed", ""))
    raise LandRefused([Problem("way", "No way to give your land has been chosen.", "Choose one of the four.")])


def _filled(way: str, post: Mapping[str, str], files: Mapping[str, Any]) -> bool:
    if way == "upload":
        return bool(files.get("upload"))
    return bool(post.get("place" if way == "around" else way, "").strip())


def _uploaded(file: UploadedFile | None, column: str) -> list[Parcel]:
    if file is None:
        raise LandRefused([Problem("upload", "No file has been chosen.", "Choose the file with your land.")])
    if (file.size or 0) > settings.LAND_UPLOAD_BYTES:
        raise _too_large()
    return read_upload(file.read(), column)


_WAY_OF = {
    "drawn": "drawn",
    "place": "around",
    "ref_column": "upload",
    "size": "around",
    "typed": "typed",
    "upload": "upload",
}
"""The way that each field belongs to."""


def _too_large() -> LandRefused:
    what = f"The file is larger than {settings.LAND_UPLOAD_BYTES // 1_000_000} MB."
    return LandRefused([Problem("upload", what, "Take out what is not your land, or give it in parts.")], status=413)


def asked_again(post: Mapping[str, str], refused: LandRefused | None = None) -> dict[str, Any]:
    """What `boundaries/ways.html` needs to show a form again with what was typed: `given` and `problems`."""
    given = {name: post.get(name, "") for name in FIELDS}
    if refused and not given["way"]:
        given["way"] = _WAY_OF.get(refused.problems[0].where, "")
    return {
        "given": given,
        "problems": refused.problems if refused else (),
        "wrong": {one.where for one in refused.problems} if refused else set(),
        "largest_mb": settings.LAND_UPLOAD_BYTES // 1_000_000,
    }

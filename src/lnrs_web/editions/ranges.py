"""Part of a file, as HTTP asks for it (RFC 9110 section 14): how a map reads only the tiles that it shows."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

BLOCK_BYTES = 65_536
_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class OutOfReach(Exception):
    """The part that is asked for begins beyond the end of the file."""


def part_asked_for(header: str, size_bytes: int) -> tuple[int, int] | None:
    """The first byte and the one after the last that a Range header asks for; None where the whole file is to be sent.

    Several ranges at once, and what cannot be read, are taken as none, as the standard allows. Raises OutOfReach.

    >>> part_asked_for("bytes=0-99", 1000), part_asked_for("bytes=-100", 1000), part_asked_for("bytes=900-", 1000)
    ((0, 100), (900, 1000), (900, 1000))
    """
    match = _ONE_RANGE.fullmatch(header.strip())
    if not match or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        if int(last) == 0 or size_bytes == 0:
            raise OutOfReach
        return max(size_bytes - int(last), 0), size_bytes
    if int(first) >= size_bytes:
        raise OutOfReach
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size_bytes) if last else size_bytes


def send(request: HttpRequest, path: Path, etag: str, content_type: str) -> HttpResponseBase:
    """A file, the part of it that is asked for, or only that it has not changed. It never changes: `etag` is made of
    its content."""
    size, quoted = path.stat().st_size, f'"{etag}"'
    if quoted in request.headers.get("If-None-Match", ""):
        return _marked(HttpResponse(status=304), quoted)
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", quoted) != quoted:
        asked = ""
    try:
        part = part_asked_for(asked, size)
    except OutOfReach:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return _marked(response, quoted)
    if part is None:
        return _marked(FileResponse(path.open("rb"), content_type=content_type), quoted)
    first, end = part
    some = StreamingHttpResponse(_bytes(path, first, end), status=206, content_type=content_type)
    some["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    some["Content-Length"] = str(end - first)
    return _marked(some, quoted)


def _marked(response: HttpResponseBase, quoted_etag: str) -> HttpResponseBase:
    response["ETag"] = quoted_etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _bytes(path: Path, first: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(first)
        while first < end and (block := stream.read(min(BLOCK_BYTES, end - first))):
            yield block
            first += len(block)

"""A picture as the answer to a request."""

from django.http import HttpResponse

from lnrs_web.delivery.models import Photo


def picture_answer(photo: Photo, *, for_everyone: bool = False) -> HttpResponse:
    """The JPEG of a picture; only what everyone may see may be kept by others on the way."""
    answer = HttpResponse(bytes(photo.file.data), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "max-age=3600" if for_everyone else "no-store, private"
    return answer

"""Pictures of a project: how many there may be, how large, and in what words they are refused."""

from lnrs_web.config.sent_pictures import Made, NoPicture, made_anew
from lnrs_web.delivery.refused import refuse

FIELD = "photo"
LARGEST_BYTES = 12_000_000
LONGEST_PX = 1600
MOST = 8
ALT_LETTERS = 300


def read_photo(data: bytes) -> Made:
    """A JPEG, PNG or WebP picture made anew, as a JPEG. Raises ProjectRefused."""
    if not data or len(data) > LARGEST_BYTES:
        what = "No picture has been chosen, or it is too large."
        raise refuse(FIELD, what, f"Choose a JPEG, PNG or WebP of up to {LARGEST_BYTES // 1_000_000} MB.")
    try:
        return made_anew(data, LONGEST_PX, jpeg=True)
    except NoPicture as problem:
        raise refuse(FIELD, str(problem), "Save it as a JPEG of a usual size.") from problem

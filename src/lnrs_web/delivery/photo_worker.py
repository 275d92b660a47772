"""The program that draws a picture anew: a process of its own, with little memory, little time, and no file or
connection that it could open. It answers with a line of JSON, the width and height, and then the bytes of a JPEG."""

import io
import json
import sys

from PIL import (  # the plug-ins are read before the bounds, as nothing can be opened within them
    Image,
    ImageOps,
    JpegImagePlugin,  # noqa: F401
    MpoImagePlugin,  # noqa: F401  # a JPEG with a second picture in it, as many telephones write
    PngImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401  # of what cameras write
    WebPImagePlugin,  # noqa: F401
)

from lnrs_web.config.confined import bound

MOST_PX, MOST_PIXELS, QUALITY = 1600, 60_000_000, 84


def drawn_anew(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and JPEG of a picture: turned as its camera says, on white, and with nothing else in it.

    Raises ValueError and OSError for what is no picture, or too large a one.
    """
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as given:
        if given.width * given.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        given.draft("RGB", (MOST_PX, MOST_PX))
        upright = ImageOps.exif_transpose(given)
        if upright.mode == "I;16":  # 65,536 greys, of which the upper would all be white
            upright = upright.point(lambda grey: grey / 256).convert("L")
        upright = upright.convert("RGBA")
    upright.thumbnail((MOST_PX, MOST_PX))
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return plain.width, plain.height, out.getvalue()


def main() -> None:
    """Read one picture from standard input, and answer."""
    told = json.loads(sys.stdin.buffer.readline())
    Image.preinit()
    bound(cpu_s=told["seconds"], memory_bytes=told["bytes"])
    try:
        width_px, height_px, drawn = drawn_anew(sys.stdin.buffer.read())
    except Exception:  # whatever is wrong with it, it is no picture for the site
        return
    sys.stdout.buffer.write(json.dumps([width_px, height_px]).encode() + b"\n" + drawn)

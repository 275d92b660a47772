"""The program that makes a picture anew: a process of its own, with little memory, little time, and no file or
connection that it could open.

It is told `{"seconds": ..., "bytes": ...}` as a line of JSON on standard input, and the file follows. It answers with a
line of JSON on standard output, `{"kind": ...}` or `{"problem": ...}`; the picture follows.
"""

import io
import json
import sys

from PIL import Image, ImageCms, ImageOps

from lnrs_web.config.confined import bound

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_PX = 2400
"""The longer side of what is kept: enough for the widest page on a sharp screen."""
MOST_PX = 100_000_000
TOO_LARGE = "It is too large: at most 100 million points."
QUALITY = 86

COLOURS = ImageCms.createProfile("sRGB")


def made_anew(data: bytes) -> tuple[str, bytes]:
    """A picture with nothing in it but what it shows, upright, and no larger than is needed: `jpg` or `png`, and its
    bytes. Raises ValueError, in words for the editor."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as given:
            if given.width * given.height > MOST_PX:
                raise ValueError(TOO_LARGE)
            profile, seen = given.info.get("icc_profile"), ImageOps.exif_transpose(given)
            if seen.mode == "I;16":  # 65,536 greys, of which the upper would all be white
                seen = seen.point(lambda grey: grey / 256).convert("L")
            clear = seen.mode in ("RGBA", "LA", "PA") or "transparency" in seen.info
            shown = _coloured(seen.convert("RGBA" if clear else "RGB"), profile)
            lossless = clear or given.format == "PNG"
    except Image.DecompressionBombError as error:
        raise ValueError(TOO_LARGE) from error
    except (OSError, SyntaxError) as error:
        raise ValueError("It is not a picture that can be read: JPEG, PNG and WebP can.") from error
    shown.thumbnail((LONGEST_PX, LONGEST_PX), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    plain = Image.frombytes(shown.mode, shown.size, shown.tobytes())  # so that nothing noted of it goes along
    if lossless:
        plain.save(out, "PNG", optimize=True)
    else:
        plain.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return "png" if lossless else "jpg", out.getvalue()


def _coloured(shown: Image.Image, profile: bytes | None) -> Image.Image:
    """With the colours that its camera meant, for screens that know no camera."""
    if not profile:
        return shown
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(shown, own, COLOURS, outputMode=shown.mode) or shown
    except (ImageCms.PyCMSError, OSError):
        return shown


def main() -> None:
    """Read one picture from standard input, and answer."""
    told = json.loads(sys.stdin.buffer.readline())
    Image.init()
    for kind in FORMATS:  # whatever a format opens, it opens here
        Image.new("RGB", (1, 1)).save(io.BytesIO(), kind)
    bound(cpu_s=told["seconds"], memory_bytes=told["bytes"])
    try:
        kind, made = made_anew(sys.stdin.buffer.read())
        said, rest = {"kind": kind}, made
    except ValueError as problem:
        said, rest = {"problem": str(problem)}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + rest)

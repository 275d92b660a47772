"""The program that makes a picture anew: a process of its own, with little memory, little time, and no file or
connection that it could open.

It is told `{"longest_px": ..., "jpeg": ..., "seconds": ..., "bytes": ...}` as a line of JSON on standard input, and the
file follows. It answers with a line of JSON on standard output, `{"kind": ..., "width_px": ..., "height_px": ...}` or
`{"problem": ...}`; the picture follows.
"""

import io
import json
import sys

from PIL import Image, ImageCms, ImageOps

from lnrs_web.config.confined import bound

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PX = 100_000_000
TOO_LARGE = "It is too large: at most 100 million points."
QUALITY = 86

COLOURS = ImageCms.createProfile("sRGB")


def drawn_anew(data: bytes, longest_px: int, *, jpeg: bool) -> tuple[Image.Image, bool]:
    """What a picture shows, upright and no longer than `longest_px` on either side, and nothing else that was in it;
    and whether it is to be kept without loss: with what is clear in it, or drawn rather than photographed.

    Where only a JPEG will do, what is clear turns white. Raises ValueError, in words for who sent it.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as given:
            if given.width * given.height > MOST_PX:
                raise ValueError(TOO_LARGE)
            given.draft(None, (longest_px, longest_px))
            profile, seen = given.info.get("icc_profile"), ImageOps.exif_transpose(given)
            if seen.mode == "I;16":  # 65,536 greys, of which the upper would all be white
                seen = seen.point(lambda grey: grey / 256).convert("L")
            clear = seen.mode in ("RGBA", "LA", "PA") or "transparency" in seen.info
            shown = _coloured(seen.convert("RGBA" if clear else "RGB"), profile)
            lossless = not jpeg and (clear or given.format == "PNG")
    except Image.DecompressionBombError as error:
        raise ValueError(TOO_LARGE) from error
    except (OSError, SyntaxError) as error:
        raise ValueError("It is not a picture that can be read: JPEG, PNG and WebP can.") from error
    shown.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
    plain = Image.new(shown.mode if lossless else "RGB", shown.size, "white")
    plain.paste(shown, mask=shown.getchannel("A") if clear and not lossless else None)
    return plain, lossless


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
    said: dict[str, object]
    out = io.BytesIO()
    try:
        plain, lossless = drawn_anew(sys.stdin.buffer.read(), told["longest_px"], jpeg=told["jpeg"])
    except ValueError as problem:
        said = {"problem": str(problem)}
    else:
        if lossless:
            plain.save(out, "PNG", optimize=True)
        else:
            plain.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        said = {"kind": "png" if lossless else "jpg", "width_px": plain.width, "height_px": plain.height}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + out.getvalue())

"""Pictures as people send them: made anew, and nothing is kept but what they show."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from lnrs_web.config.picture_worker import drawn_anew
from lnrs_web.config.sent_pictures import NoPicture, made_anew

from .newsroom import PLACE, jpeg, with_place

LONGEST_PX = 1000


def saved(mode: str, colour: Any, kind: str, **options: Any) -> bytes:
    """A small picture, all of one colour."""
    out = io.BytesIO()
    Image.new(mode, (40, 20), colour).save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes, **options: Any) -> Image.Image:
    """The picture that is made of a file, as it is kept."""
    made = made_anew(data, LONGEST_PX, **options)
    seen = Image.open(io.BytesIO(made.data))
    assert (seen.size, seen.format) == ((made.width_px, made.height_px), {"jpg": "JPEG", "png": "PNG"}[made.kind])
    return seen


def test_nothing_but_what_a_picture_shows_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "Pear Phones", "Jane Doe was here"
    for sent in (with_place(), jpeg(exif=exif, comment=b"Jane Doe")):
        assert {"exif", "comment"} <= Image.open(io.BytesIO(sent)).info.keys()
        seen = opened(sent)
        assert (seen.size, dict(seen.getexif())) == ((80, 60), {})
        assert not {"exif", "comment", "icc_profile", "xmp"} & seen.info.keys()
    assert PLACE in Image.open(io.BytesIO(with_place())).getexif()


def test_a_picture_is_upright_and_no_larger_than_is_needed() -> None:
    assert opened(with_place(turned=6)).size == (60, 80)
    assert max(opened(jpeg(3000, 1000)).size) == LONGEST_PX


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_of_more_points_than_can_be_read_is_said_to_be_too_large() -> None:
    for width, height in ((10_001, 10_000), (20_000, 20_000)):
        out = io.BytesIO()
        Image.new("1", (width, height)).save(out, "PNG")
        with pytest.raises(ValueError, match="too large"):
            drawn_anew(out.getvalue(), LONGEST_PX, jpeg=False)


def test_pictures_of_telephones_and_scanners_are_read_as_they_look() -> None:
    two = io.BytesIO()
    first, second = Image.new("RGB", (40, 20), "green"), Image.new("RGB", (40, 20), "red")
    first.save(two, "MPO", save_all=True, append_images=[second])
    assert opened(two.getvalue()).getpixel((9, 9)) == pytest.approx((0, 128, 0), abs=3)
    assert opened(saved("I;16", 32_768, "PNG")).getpixel((9, 9)) == (128, 128, 128)


def test_a_profile_of_colours_that_does_not_fit_is_passed_over() -> None:
    unfit = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    seen = opened(saved("RGB", (200, 30, 30), "JPEG", icc_profile=unfit))
    assert seen.getpixel((9, 9)) == pytest.approx((200, 30, 30), abs=4)


def test_what_is_clear_stays_clear_or_is_white_where_only_a_jpeg_will_do() -> None:
    clear = saved("RGBA", (0, 0, 0, 0), "WEBP", lossless=True)
    assert opened(clear).getpixel((4, 4)) == (0, 0, 0, 0)
    assert opened(clear, jpeg=True).getpixel((4, 4)) == (255, 255, 255)


@settings(max_examples=60)
@given(st.binary(max_size=300) | st.integers(0, 600).map(lambda cut: jpeg()[:cut]), st.booleans())
def test_whatever_is_sent_is_drawn_anew_or_refused_in_words(data: bytes, jpeg: bool) -> None:
    try:
        plain, lossless = drawn_anew(data, LONGEST_PX, jpeg=jpeg)
    except ValueError as problem:
        said, fits = str(problem), True
    else:
        said, fits = f"It is {plain.size}.", max(plain.size) <= LONGEST_PX and not (jpeg and lossless)
    assert said.startswith("It is ")
    assert fits


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\xff\xd8\xff and no more", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NoPicture, match="JPEG, PNG and WebP can"):
        made_anew(data, LONGEST_PX)

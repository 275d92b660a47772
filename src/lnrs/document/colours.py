"""Colours that can be told apart: contrast, and families of tones made from one colour."""

import colorsys

import numpy as np

PAPER = "#f8f6ef"
"""The land on every map: what a mark must stand out from."""

_HUE_TURNS = (0.0, 0.18, -0.16, 0.36, -0.32, 0.5)
_CONTRASTS = (5.5, 8.5, 3.8, 6.5, 4.5, 10.0)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0-255) of `#rrggbb`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def packed(colour: str, light: float = 0.0) -> np.uint32:
    """The colour as four bytes (red, green, blue, filler) in one number, so that a picture is an array of numbers.

    `light` brightens it (above 0) or shades it (below 0) by that share.
    """
    red, green, blue = (min(255, max(0, int(channel * (1 + light)))) for channel in rgb(colour))
    return np.uint32(red | green << 8 | blue << 16 | 255 << 24)


def luminance(colour: str) -> float:
    """Relative luminance (0-1), as WCAG 2.2 defines it."""
    shares = (channel / 255 for channel in rgb(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1-21) of two colours, as WCAG 2.2 defines it.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, share: float, ground: str) -> str:
    """What is seen of a colour that lies over a ground and lets part of it through; `share` (0-1) is the colour's.

    >>> mixed("#000000", 0.5, "#ffffff")
    '#808080'
    """
    both = zip(rgb(colour), rgb(ground), strict=True)
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02x}" for over, under in both)


def with_contrast(colour: str, ratio: float, *, against: str = PAPER) -> str:
    """The colour, made just dark enough to stand `ratio` from a light background; its hue is kept."""
    red, green, blue = (channel / 255 for channel in rgb(colour))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        if contrast(_from_hls(hue, middle, saturation), against) >= ratio:
            low = middle
        else:
            high = middle
    return _from_hls(hue, low, saturation)


def tones(colour: str, count: int) -> tuple[str, ...]:
    """`count` colours around one: each stands out from the paper at 3 to 1 or more and differs from the others in
    hue and in depth. They repeat after six; patterns tell the rest apart."""
    red, green, blue = (channel / 255 for channel in rgb(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return tuple(
        with_contrast(
            _from_hls(
                (hue + _HUE_TURNS[k % 6]) % 1.0, min(max(lightness, 0.25), 0.6), min(max(saturation, 0.35), 0.65)
            ),
            _CONTRASTS[k % 6],
        )
        for k in range(count)
    )


def _from_hls(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))

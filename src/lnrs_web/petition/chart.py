"""Charts of a petition as SVG within its page: no script, no style of their own, and the same facts in words beside."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lnrs_web.petition.counts import Totals
from lnrs_web.petition.models import Petition

WIDE, BAR = 480, 34
GREEN, PALE, EARTH, LINE, INK = "#1f5a37", "#e4ebe2", "#8a4b12", "#7b857c", "#22281f"
LEFT, RIGHT, TOP, HIGH = 62, 14, 14, 190


def progress(petition: Petition, totals: Totals) -> SafeString:
    """A bar up to the target, with online and paper apart and a mark at each milestone."""
    most = max(petition.target, totals.together, 1)
    online, paper = (_px(WIDE * number / most) for number in (totals.online, totals.paper))
    marks = [(_px(WIDE * int(count) / most),) for count, _ in petition.milestones if int(count) <= most]
    said = f"{totals.online:,} signed online and {totals.paper:,} on paper, of a target of {petition.target:,}"
    return format_html(
        '<svg class="progress-bar" viewBox="0 0 {wide} {high}" role="img" aria-labelledby="progress-title">'
        '<title id="progress-title">{said}</title>'
        '<defs><pattern id="progress-paper" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="{earth}"/><path d="M0 6L6 0" stroke="#fff" stroke-width="1.5"/>'
        "</pattern></defs>"
        '<rect width="{wide}" height="{bar}" y="8" fill="{pale}" stroke="{line}"/>'
        '<rect width="{online}" height="{bar}" y="8" fill="{green}"/>'
        '<rect x="{online}" width="{paper}" height="{bar}" y="8" fill="url(#progress-paper)"/>{marks}</svg>',
        wide=WIDE,
        high=BAR + 16,
        bar=BAR,
        said=said,
        online=online,
        paper=paper,
        earth=EARTH,
        pale=PALE,
        green=GREEN,
        line=LINE,
        marks=format_html_join("", f'<path d="M{{}} 2V{BAR + 14}" stroke="{INK}" stroke-width="2"/>', marks),
    )


def history(days: Sequence[tuple[datetime, int]]) -> SafeString:
    """A line of the count at the end of each day; nothing before there are two days."""
    if len(days) < 2:
        return SafeString("")
    first, last = days[0][0], days[-1][0]
    most = _round_up(max(count for _, count in days))
    span = max((last - first).total_seconds(), 1.0)
    across = [LEFT + (WIDE - LEFT - RIGHT) * (day - first).total_seconds() / span for day, _ in days]
    points = " ".join(f"{_px(x)},{_px(_y(count, most))}" for x, (_, count) in zip(across, days, strict=True))
    lines = format_html_join(
        "",
        f'<path d="M{LEFT} {{}}H{WIDE - RIGHT}" stroke="{LINE}"/>'
        f'<text x="{LEFT - 8}" y="{{}}" text-anchor="end" font-size="14" fill="{INK}">{{}}</text>',
        ((_px(_y(value, most)), _px(_y(value, most) + 5), f"{value:,}") for value in (0, most // 2, most)),
    )
    said = f"Signatures online: {days[0][1]:,} at the end of {first:%-d %B %Y}, {days[-1][1]:,} on {last:%-d %B %Y}"
    return format_html(
        '<svg class="history" viewBox="0 0 {wide} {high}" role="img" aria-labelledby="history-title">'
        '<title id="history-title">{said}</title>{lines}'
        '<polyline points="{points}" fill="none" stroke="{green}" stroke-width="3" stroke-linejoin="round"/>'
        '<text x="{left}" y="{under}" font-size="14" fill="{ink}">{first}</text>'
        '<text x="{right}" y="{under}" font-size="14" text-anchor="end" fill="{ink}">{last}</text></svg>',
        wide=WIDE,
        high=HIGH + 42,
        said=said,
        lines=lines,
        points=points,
        green=GREEN,
        ink=INK,
        left=LEFT,
        right=WIDE - RIGHT,
        under=HIGH + 34,
        first=f"{first:%-d %b %Y}",
        last=f"{last:%-d %b %Y}",
    )


def _px(number: float) -> str:
    return f"{number:.1f}"


def _y(value: int, most: int) -> float:
    return HIGH + TOP - HIGH * value / most


def _round_up(number: int) -> int:
    """The next number that reads easily on an axis, and so does its half.

    >>> [_round_up(one) for one in (0, 7, 130, 2417)]
    [2, 10, 200, 4000]
    """
    step = 1
    while True:
        for ten in (2, 4, 10):
            if ten * step >= number:
                return ten * step
        step *= 10

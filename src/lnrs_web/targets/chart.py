"""A national series as a small chart; its facts stand in words and in a table beside it."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from lnrs.targets.act import ActTarget, Series

ACROSS, DOWN = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 24, 36
LINE, GOAL, TEXT, PALE = "#1c5133", "#8a4513", "#333333", "#dedbd0"


def chart(target: ActTarget) -> SafeString | None:
    """The series of a target with a line at its goal; nothing where there are not two years."""
    series = target.series
    if series is None or len(series.values) < 2:
        return None
    highest = max([value for _, value in series.values] + ([target.goal] if target.goal else []))
    first, last = series.first[0], series.last[0]
    top = highest * 1.1

    def x(year: int) -> float:
        return LEFT + (year - first) / (last - first) * (ACROSS - LEFT - RIGHT)

    def y(value: float) -> float:
        return DOWN - BOTTOM - value / top * (DOWN - TOP - BOTTOM)

    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        value = share * highest
        parts.append(f'<path d="M{LEFT} {y(value):.1f}H{ACROSS - RIGHT}" stroke="{PALE}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(value) + 5:.1f}" text-anchor="end" fill="{TEXT}">{value:.3g}</text>')
    step = max(1, (last - first) // 6)
    for year in range(first, last + 1, step):
        parts.append(f'<text x="{x(year):.1f}" y="{DOWN - 12}" text-anchor="middle" fill="{TEXT}">{year}</text>')
    if target.goal:
        at = y(target.goal)
        parts.append(
            f'<path d="M{LEFT} {at:.1f}H{ACROSS - RIGHT}" stroke="{GOAL}" stroke-width="2" stroke-dasharray="7 4"/>'
        )
        parts.append(
            f'<text x="{ACROSS - RIGHT}" y="{at - 7:.1f}" text-anchor="end" fill="{GOAL}">goal {target.goal:g}</text>'
        )
    corners = " ".join(f"{x(year):.1f},{y(value):.1f}" for year, value in series.values)
    parts.append(f'<polyline points="{corners}" fill="none" stroke="{LINE}" stroke-width="3"/>')
    name = target.key
    return mark_safe(  # every text in it is escaped
        f'<svg class="chart" viewBox="0 0 {ACROSS} {DOWN}" role="img" aria-labelledby="{name}-title" '
        f'aria-describedby="{name}-desc" '
        f'font-size="14"><title id="{name}-title">{escape(series.source.title)}</title>'
        f'<desc id="{name}-desc">{escape(in_words(series))}</desc>'
        f'<rect width="{ACROSS}" height="{DOWN}" fill="#fffefb"/>{"".join(parts)}</svg>'
    )


def in_words(series: Series) -> str:
    """What a series says."""
    (first, start), (last, end) = series.first, series.last
    if first == last:
        return f"{start:g} in {first} ({series.source.unit})."
    return f"From {start:g} in {first} to {end:g} in {last} ({series.source.unit}): {series.change:+.1%}."

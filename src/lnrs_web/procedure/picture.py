"""The timeline as a picture: a lane for each who acts, a numbered dot for each step, a bar for each time to reply.

It holds no more than the list beside it, which has the same numbers.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from xml.sax.saxutils import escape, quoteattr

from lnrs.law.acts import Kind
from lnrs.law.periods import MONTHS, in_words
from lnrs.law.stages import Actor
from lnrs_web.procedure.timeline import Step

WIDTH, LEFT, RIGHT, TOP, LANE, DOT = 960, 16, 26, 40, 96, 12
FOOT = 27
"""How far below its dot the true day of a step is marked, where the dot had to move."""
LANES = (Actor.RESPONSIBLE_AUTHORITY, Actor.SUPPORTING_AUTHORITY, Actor.SECRETARY_OF_STATE)
NAMES = ("Responsible authority", "Supporting and neighbouring authorities", "Secretary of State")
INK, SOFT, GREEN, TINT, LINE, EARTH = "#1f241d", "#4d5449", "#1c5133", "#dcebdf", "#cfcabb", "#5a2a12"
MOST_TICKS = 9


def drawn(steps: Sequence[Step], today: date) -> str:
    """The picture as SVG. Steps that were withdrawn are left out."""
    shown = [step for step in steps if not step.withdrawn]
    height = TOP + LANE * len(LANES) + 34
    title = f"{len(shown)} steps from {in_words(shown[0].on)} to {in_words(shown[-1].on)}" if shown else "No step yet"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label={quoteattr(title)} font-family="system-ui, sans-serif" font-size="14">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fffefb"/>',
        *(_lane(place, name) for place, name in enumerate(NAMES)),
    ]
    if shown:
        axis = _Axis(shown[0].on, max(shown[-1].on, *(step.last or step.on for step in shown)))
        parts += [*_ticks(axis, height), *_spans(shown, axis), *_today(axis, today, height)]
        for place, actor in enumerate(LANES):
            parts += _dots([step for step in shown if step.by is actor], axis, _middle(place))
    return "\n".join([*parts, "</svg>"])


class _Axis:
    """Where a day lies across the picture."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first - timedelta(days=14), max(last, first + timedelta(days=60)) + timedelta(days=14)

    def __call__(self, day: date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return LEFT + share * (WIDTH - LEFT - RIGHT)


def _middle(lane: int) -> float:
    return TOP + LANE * lane + LANE * 0.62


def _lane(place: int, name: str) -> str:
    y = TOP + LANE * place
    return (
        f'<line x1="0" x2="{WIDTH}" y1="{y}" y2="{y}" stroke="{LINE}"/>'
        f'<text x="{LEFT}" y="{y + 20}" fill="{SOFT}" font-weight="600">{escape(name)}</text>'
    )


def _ticks(axis: _Axis, height: int) -> Iterator[str]:
    months = [
        date(year, month, 1)
        for year in range(axis.first.year, axis.last.year + 1)
        for month in range(1, 13)
        if axis.first <= date(year, month, 1) <= axis.last
    ]
    every = next(step for step in (1, 2, 3, 6, 12, 24, 60) if len(months) / step <= MOST_TICKS or step == 60)
    for day in months:
        if (day.year * 12 + day.month - 1) % every == 0:
            x = axis(day)
            upright = f'x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{height - 30}"'
            yield f'<line {upright} stroke="{LINE}" stroke-dasharray="2 4"/>'
            yield f'<text x="{x:.1f}" y="{TOP - 14}" fill="{INK}">{MONTHS[day.month - 1][:3]} {day.year}</text>'


def _spans(steps: Sequence[Step], axis: _Axis) -> Iterator[str]:
    for step in steps:
        if step.last:
            words = f"time to reply: {in_words(step.on)} to {in_words(step.last)}"
            yield _bar(axis(step.on), axis(step.last + timedelta(days=1)), _middle(1), words)
    opened = [step for step in steps if step.row.kind is Kind.CONSULTATION_OPENED]
    closed = [step for step in steps if step.row.kind is Kind.CONSULTATION_CLOSED]
    for begin in opened:
        if end := next((step for step in closed if step.on >= begin.on), None):
            words = f"public consultation: {in_words(begin.on)} to {in_words(end.on)}"
            yield _bar(axis(begin.on), axis(end.on), _middle(0), words)


def _bar(x: float, end: float, y: float, words: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y - 17:.1f}" width="{max(end - x, 3):.1f}" height="34" rx="4" fill="{TINT}" '
        f'stroke="{GREEN}" stroke-opacity="0.4"><title>{escape(words)}</title></rect>'
    )


def _today(axis: _Axis, today: date, height: int) -> Iterator[str]:
    if axis.first <= today <= axis.last:
        x = axis(today)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{height - 22}" stroke="{EARTH}" stroke-width="2"/>'
        anchor = "end" if x > WIDTH - 160 else "start"
        words = f"today, {in_words(today)}"
        yield f'<text x="{x:.1f}" y="{height - 8}" fill="{EARTH}" text-anchor="{anchor}">{words}</text>'


def _dots(steps: Sequence[Step], axis: _Axis, y: float) -> Iterator[str]:
    """Dots that do not lie on one another: each at its day, or as near to it as the others let it be."""
    apart = min(2 * DOT + 2, (WIDTH - LEFT - RIGHT - 2 * DOT) / max(len(steps), 1))
    places: list[float] = []
    for step in steps:
        places.append(max(axis(step.on), places[-1] + apart if places else LEFT + DOT))
    most = WIDTH - RIGHT + apart
    for place in range(len(places) - 1, -1, -1):  # the last ones would run off the side: push back
        most = places[place] = min(places[place], most - apart)
    radius = min(DOT, apart / 2 - 0.5)
    for step, x in zip(steps, places, strict=True):
        at = axis(step.on)
        if abs(at - x) > 1:
            yield f'<line x1="{at:.1f}" y1="{y + FOOT}" x2="{x:.1f}" y2="{y:.1f}" stroke="{SOFT}"/>'
            yield f'<circle class="day" cx="{at:.1f}" cy="{y + FOOT}" r="3" fill="{SOFT}"/>'
        yield (
            f"<g><title>{escape(f'{step.number}. {step.title}, {in_words(step.on)}')}</title>"
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{GREEN}"/>'
            f'<text x="{x:.1f}" y="{y + 4.5:.1f}" fill="#fff" font-size="{radius:.0f}" font-weight="600" '
            f'text-anchor="middle">{step.number}</text></g>'
        )

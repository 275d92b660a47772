"""The 48 areas in a table, sorted by what a reader chose, which also shades the map beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString

from lnrs_web.england import outline_map
from lnrs_web.england.areas import Shown
from lnrs_web.england.figures import NAME, Figure, Values, known, said
from lnrs_web.england.models import ENGLAND
from lnrs_web.england.outline_map import Key, Shaded
from lnrs_web.england.queries import Row, ordered

MOST, LEAST = "most", "least"


@dataclass(frozen=True)
class Head:
    """The head of a column: what it is, where choosing it leads, and how the table is sorted by it now, if it is."""

    words: str
    address: str
    sort: str
    """ascending or descending; nothing where the table is sorted by another."""
    is_number: bool = True


@dataclass(frozen=True)
class Line:
    """A line of the table."""

    shown: Shown
    cells: list[str]


@dataclass(frozen=True)
class Comparison:
    """Everything that a page shows of a comparison."""

    by: str
    order: str
    figure: Figure
    """What the map is shaded by."""
    name_head: Head
    heads: list[Head]
    lines: list[Line]
    england: list[str]
    map: SafeString
    keys: list[Key]

    @property
    def in_words(self) -> str:
        """How the table is sorted."""
        if self.by == NAME:
            return "by name, from A to Z" if self.order == LEAST else "by name, from Z to A"
        return f"by {self.figure.said}, the {self.order} first"


def compared(
    request: HttpRequest,
    figures: tuple[Figure, ...],
    shown: Mapping[int, Shown],
    values: Mapping[int, Values],
    *,
    default: str,
    of: str,
) -> Comparison:
    """The comparison that is asked for by `by` and `order`; `values` are by area, England's under 0, and `of` is what
    it is of, for the map's title. Raises Http404 for a figure or an order that there is not."""
    by, order = request.GET.get("by", default), request.GET.get("order", "")
    if (by != NAME and known(figures, by) is None) or order not in ("", MOST, LEAST):
        raise Http404
    order = order or (LEAST if by == NAME else MOST)
    figure = known(figures, by) or known(figures, default) or figures[0]
    rows = [Row(one, values.get(number, {})) for number, one in shown.items()]
    sorted_rows = ordered(rows, by, least_first=order == LEAST)
    drawn, keys = shaded(rows, figure, of)
    england = values.get(ENGLAND, {})
    return Comparison(
        by=by,
        order=order,
        figure=figure,
        name_head=_head("Area", NAME, by, order, first=LEAST),
        heads=[_head(one.words, one.key, by, order, first=MOST) for one in figures],
        lines=[Line(row.shown, [said(one, row.values.get(one.key)) for one in figures]) for row in sorted_rows],
        england=[said(one, england.get(one.key)) for one in figures],
        map=drawn,
        keys=keys,
    )


def _head(words: str, key: str, by: str, order: str, *, first: str) -> Head:
    """Choosing the column that the table is sorted by turns it round."""
    other = {MOST: LEAST, LEAST: MOST}
    wanted = other[order] if key == by else first
    sort = "" if key != by else "ascending" if order == LEAST else "descending"
    return Head(words, f"?{urlencode({'by': key, 'order': wanted})}#areas", sort, key != NAME)


def shaded(rows: list[Row], figure: Figure, of: str) -> tuple[SafeString, list[Key]]:
    """The map by a figure, and its key."""
    fills, ranges = outline_map.steps_of([row.values.get(figure.key) for row in rows])
    areas = [
        Shaded(
            row.shown.area.lnrs_id,
            row.shown.address,
            f"{row.shown.area.name}: {said(figure, row.values.get(figure.key))}",
            fill,
        )
        for row, fill in zip(rows, fills, strict=True)
    ]
    keys = [Key(name, _range(figure, least, most)) for name, least, most in ranges]
    if "blank" in fills:
        keys.append(Key("blank", "No figure"))
    return outline_map.drawn(areas, f"Map of England: {of}, by {figure.said}"), keys


def _range(figure: Figure, least: float, most: float) -> str:
    low, high = said(figure, least), said(figure, most)
    return low if low == high else f"{low} to {high}"

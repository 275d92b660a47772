"""Services whose every page says where the next one is: OGC API Features and planning.data.gov.uk.

Of a link only the query is followed, at the address that was asked for: some services link to a host of their own that
nobody else can reach, and no answer may send us somewhere else.
"""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from lnrs.layers.fetch.order import Order
from lnrs.layers.fetch.pages import kept_pages, page_file, read_page, save_page
from lnrs.layers.fetch.session import Params, ask_json, failed


def follow(
    order: Order,
    url: str,
    first: Params,
    part: Path,
    next_of: Callable[[dict], str],
    promised: int | None,
) -> list[Path]:
    """Pages of GeoJSON from the first request to the one without a next link; pages kept before are not asked again.

    Raises FetchFailed where a page is no feature collection or links come round in a circle.
    """
    pages = kept_pages(part)
    params: Params | None = _after(next_of(read_page(pages[-1])), first) if pages else first
    rows = sum(len(read_page(page)["features"]) for page in pages)
    asked: list[Params] = []
    while params is not None:
        if params in asked:
            raise failed(url, "links to a page that it has given already.", "Fetch again later.")
        asked.append(params)
        order.progress(order.task, min(rows / promised, 1.0) if promised else 0.0)
        got = ask_json(order.line, url, params)
        if not isinstance(got.get("features"), list):
            raise failed(url, "answered without features.", "Check the address.")
        pages.append(save_page(part, len(pages), json.dumps(got).encode()))
        rows += len(got["features"])
        params = _after(next_of(got), first) if got["features"] else None
    return pages


def first_page(part: Path) -> dict | None:
    """The first page, if it has been kept."""
    file = page_file(part, 0, "json")
    return read_page(file) if file.is_file() else None


def _after(link: str, first: Params) -> dict[str, str] | None:
    """The parameters of a next link, on top of those of the first request; None where there is no link."""
    if not link:
        return None
    given = dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))
    return {**{name: str(value) for name, value in first.items()}, **given}

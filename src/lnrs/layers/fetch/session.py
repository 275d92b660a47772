"""Asking a public service politely: one request at a time, and again, later, where it is busy or the line was cut."""

import email.utils
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from urllib.parse import urlsplit

import requests

from lnrs.errors import FetchFailed, Problem

USER_AGENT = f"lnrs/{version('lnrs')} (Local Nature Recovery Strategy software)"
BUSY = (429, 500, 502, 503, 504)
LONGEST_WAIT_S = 120.0
MOST_BYTES = 512 * 1024**2
"""Of one answer. Services page far below this; a body without end is cut here."""

Params = Mapping[str, str | int]


@dataclass(frozen=True)
class Line:
    """A line to the public services: how often to try, and how long to wait in between."""

    tries: int = 5
    first_wait_s: float = 1.0
    timeout_s: tuple[float, float] = (15.0, 120.0)
    sleep: Callable[[float], None] = time.sleep
    session: requests.Session = field(default_factory=requests.Session)


@dataclass(frozen=True)
class Answer:
    """What a service answered."""

    content: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Trouble:
    """Why a try gave nothing, and how long the service asks to be left alone."""

    what: str
    wait_s: float | None = None
    hopeless: bool = False


def ask(line: Line, url: str, params: Params, *, form: bool = False, headers: Params | None = None) -> Answer:
    """The answer to a request; `form` sends the parameters in the body. Redirects are followed.

    Raises FetchFailed, saying what was tried, where the address is not http(s), the service refuses, or it stays busy.
    """
    return _persistently(line, url, lambda: _try(line, url, params, form, headers or {}))


def ask_json(line: Line, url: str, params: Params, *, form: bool = False) -> dict:
    """The JSON object that a service answers; half an answer or a web page counts as a try that failed."""
    return json.loads(_persistently(line, url, lambda: _try_json(line, url, params, form)).content)


def _persistently(line: Line, url: str, attempt: Callable[[], Answer | Trouble]) -> Answer:
    check_address(url)
    troubles: list[Trouble] = []
    for turn in range(line.tries):
        got = attempt()
        if isinstance(got, Answer):
            return got
        troubles.append(got)
        if got.hopeless:
            break
        if turn + 1 < line.tries:
            pause = line.first_wait_s * 2**turn if got.wait_s is None else got.wait_s
            line.sleep(min(pause, LONGEST_WAIT_S))
    raise failed(url, f"{said(troubles)}.", "What came is kept: fetch again and it goes on from there.")


def check_address(url: str) -> None:
    """Refuse an address that is not on the web: no files, no other protocols. Raises FetchFailed."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise failed(url, "is not an address that starts with http:// or https://.", "Correct the address.")


def failed(url: str, what: str, do: str = "") -> FetchFailed:
    """The error for a service that did not give what was asked."""
    return FetchFailed([Problem(url, what, do)])


def said(troubles: list[Trouble]) -> str:
    """What was tried, in words: `answered 503 (5 times)`."""
    kinds = list(dict.fromkeys(trouble.what for trouble in troubles))
    counts = {kind: sum(trouble.what == kind for trouble in troubles) for kind in kinds}
    return ", ".join(f"{kind} ({count} times)" if count > 1 else kind for kind, count in counts.items())


def _try(line: Line, url: str, params: Params, form: bool, headers: Params) -> Answer | Trouble:
    sent = {"User-Agent": USER_AGENT, **{name: str(value) for name, value in headers.items()}}
    try:
        with line.session.request(
            "POST" if form else "GET",
            url,
            params=None if form else params,
            data=params if form else None,
            headers=sent,
            timeout=line.timeout_s,
            stream=True,
        ) as response:
            if response.status_code >= 400:
                return _refused(response)
            return _whole(response)
    except requests.Timeout:
        return Trouble("did not answer in time")
    except requests.TooManyRedirects:
        return Trouble("sends us round in a circle", hopeless=True)
    except (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL):
        return Trouble("sent us on to an address that is not on the web", hopeless=True)
    except requests.RequestException as error:
        return Trouble(f"broke off ({type(error).__name__})")


def _try_json(line: Line, url: str, params: Params, form: bool) -> Answer | Trouble:
    got = _try(line, url, params, form, {"Accept": "application/geo+json, application/json"})
    if isinstance(got, Trouble):
        return got
    try:
        is_object = isinstance(json.loads(got.content), dict)
    except ValueError:
        is_object = False
    if is_object:
        return got
    start = got.content[:60].decode("utf-8", errors="replace").split("\n")[0]
    return Trouble(f"answered something that is not JSON ({start!r})")


def _whole(response: requests.Response) -> Answer | Trouble:
    content = bytearray()
    for piece in response.iter_content(1024**2):
        content += piece
        if len(content) > MOST_BYTES:
            return Trouble(f"answered more than {MOST_BYTES // 1024**2} MB at once", hopeless=True)
    return Answer(bytes(content), response.headers)


def _refused(response: requests.Response) -> Trouble:
    what = f"answered {response.status_code} {response.reason or ''}".strip()
    if response.status_code not in BUSY:
        return Trouble(what, hopeless=True)
    return Trouble(what, wait_s=retry_after_s(response.headers.get("Retry-After", "")))


def retry_after_s(header: str, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date; None where it says nothing."""
    if header.strip().isdigit():
        return float(header)
    try:
        until = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())

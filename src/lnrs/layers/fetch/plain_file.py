"""A file behind an address: downloaded in one piece, or gone on with from where an earlier try was cut."""

import email.utils
import json
from pathlib import Path

import requests

from lnrs.layers.fetch.session import BUSY, USER_AGENT, Line, Trouble, check_address, failed, retry_after_s, said
from lnrs.layers.progress import Progress
from lnrs.layers.writing import cannot_write, write_bytes

PIECE_BYTES = 16 * 1024
"""What is lost at most where the line is cut."""
MOST_BYTES = 8 * 1024**3
STATE = "file.json"


def download(line: Line, url: str, part: Path, task: str, progress: Progress) -> tuple[Path, str]:
    """Download a file into `part`, and return it with its version (the day of its Last-Modified header, or empty).

    What an earlier try left is used where the service still has the very same file. Raises FetchFailed.
    """
    check_address(url)
    part.mkdir(parents=True, exist_ok=True)
    troubles: list[Trouble] = []
    for turn in range(line.tries):
        before = size_of(part / "file")
        trouble = _try(line, url, part, task, progress)
        if trouble is None:
            return part / "file", str(_state(part).get("version", ""))
        troubles.append(trouble)
        if trouble.hopeless:
            break
        if turn + 1 < line.tries:
            moved_on = size_of(part / "file") > before
            pause = line.first_wait_s if moved_on else line.first_wait_s * 2**turn
            line.sleep(pause if trouble.wait_s is None else trouble.wait_s)
    raise failed(url, f"{said(troubles)}.", "What came is kept: fetch again and it goes on from there.")


def size_of(file: Path) -> int:
    """Bytes that are there."""
    return file.stat().st_size if file.is_file() else 0


def _try(line: Line, url: str, part: Path, task: str, progress: Progress) -> Trouble | None:
    """Fetch what is missing; None where the file is then whole."""
    have, state = size_of(part / "file"), _state(part)
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    if have and state.get("validator"):
        headers |= {"Range": f"bytes={have}-", "If-Range": str(state["validator"])}
    try:
        with line.session.get(url, headers=headers, timeout=line.timeout_s, stream=True) as response:
            if response.status_code == 416 and state.get("length") == have:
                return None
            if response.status_code >= 400:
                return _refused(response, part)
            goes_on = response.status_code == 206 and _starts_at(response) == have
            return _store(response, part, have if goes_on else 0, task, progress)
    except requests.RequestException as error:
        return Trouble(f"broke off after {size_of(part / 'file') / 1e6:.1f} MB ({type(error).__name__})")


def _store(response: requests.Response, part: Path, start: int, task: str, progress: Progress) -> Trouble | None:
    length = start + int(response.headers.get("Content-Length") or 0)
    if length > MOST_BYTES:
        return Trouble(f"is {length / 1024**3:.0f} GB", hopeless=True)
    if not start:
        write_bytes(part / STATE, json.dumps(_about(response, length)).encode())
    size = start
    try:
        with (part / "file").open("ab" if start else "wb") as stream:
            for piece in response.iter_content(PIECE_BYTES):
                stream.write(piece)
                size += len(piece)
                progress(task, min(size / length, 1.0) if length else 0.0)
                if size > MOST_BYTES:
                    return Trouble("has no end", hopeless=True)
    except requests.RequestException:
        raise
    except OSError as error:
        raise cannot_write(part, error.strerror or str(error)) from error
    return None if not length or size == length else Trouble(f"broke off after {size / 1e6:.1f} MB")


def _about(response: requests.Response, length: int) -> dict:
    """What tells whether the service still has the very same file: a strong tag, or the date of its last change."""
    tag, changed = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
    validator = tag if tag and not tag.startswith("W/") else changed
    return {"validator": validator, "length": length, "version": _day(changed)}


def _day(http_date: str) -> str:
    try:
        return email.utils.parsedate_to_datetime(http_date).date().isoformat()
    except ValueError:
        return ""


def _starts_at(response: requests.Response) -> int:
    """The first byte of a partial answer: `bytes 500-999/1000`; -1 where it does not say."""
    first = response.headers.get("Content-Range", "").removeprefix("bytes ").split("-")[0]
    return int(first) if first.isdigit() else -1


def _refused(response: requests.Response, part: Path) -> Trouble:
    if response.status_code == 416:
        (part / "file").unlink(missing_ok=True)
        return Trouble("has changed since it was begun")
    what = f"answered {response.status_code} {response.reason or ''}".strip()
    if response.status_code not in BUSY:
        return Trouble(what, hopeless=True)
    return Trouble(what, wait_s=retry_after_s(response.headers.get("Retry-After", "")))


def _state(part: Path) -> dict:
    file = part / STATE
    return json.loads(file.read_bytes()) if file.is_file() else {}

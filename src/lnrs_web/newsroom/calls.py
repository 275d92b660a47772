"""The few scripts that Wagtail writes within a page: each is one call that makes a field choose a picture, a page or a
day. A policy names each of them by its hash, so that they run and no other script within a page does."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable

MAY_BE_CALLED = (
    "new ImageChooser",
    "new DocumentChooser",
    "new PageChooser",
    "initDateChooser",
    "initDateTimeChooser",
    "initTimeChooser",
)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_CALL = re.compile(r"([A-Za-z ]+)\((.*)\);", re.DOTALL)


def is_such_a_call(script: str) -> bool:
    """Whether a script is a call of a function that may be called, with plain values, and nothing more."""
    found = _CALL.fullmatch(script)
    if found is None or found[1] not in MAY_BE_CALLED:
        return False
    try:
        json.loads(f"[{found[2]}]")
    except ValueError:
        return False
    return True


def hashes_of_calls(html: str) -> list[str]:
    """What a policy says to let the calls of a page run: each once, in order."""
    return sorted({_hash(script) for script in _scripts(html) if is_such_a_call(script)})


def _scripts(html: str) -> Iterable[str]:
    return (found[1] for found in _SCRIPT.finditer(html))


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"

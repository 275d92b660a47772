"""CQL2 as text (OGC 21-065r2) read into the same tree as CQL2 as JSON: the classes Basic CQL2 and Basic Spatial
Functions with every shape. What is not among these is told, never guessed."""

import re
from collections.abc import Callable
from typing import Any

import shapely

DEEPEST = 40
"""Brackets and NOTs within one another."""

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>'(?:[^']|'')*')
  | (?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<quoted>"[^"]+")
  | (?P<word>[A-Za-z_][\w.]*)
  | (?P<sign><>|<=|>=|[=<>(),])
)""",
    re.VERBOSE | re.ASCII,
)
_SHAPES = frozenset(f"{many}{kind}" for many in ("", "MULTI") for kind in ("POINT", "LINESTRING", "POLYGON")) | {
    "GEOMETRYCOLLECTION",
    "BBOX",
}
_COMPARED = frozenset(("=", "<>", "<", ">", "<=", ">="))


class NotCql2(ValueError):
    """A filter that cannot be read, with the reason in words."""


def read(text: str) -> Any:
    """The tree of a filter, as CQL2's JSON has it. Raises NotCql2.

    >>> read("measure = 'GL1.1' AND score IS NOT NULL")["op"]
    'and'
    """
    reader = _Reader(text)
    tree = reader.either()
    reader.end()
    return tree


class _Reader:
    """Where in a text the reading is."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth = text, 0, 0
        self._next()

    def _next(self) -> None:
        """Read one token: its kind, what it is, and where it began."""
        rest = self.text[self.at :]
        if not rest.strip():
            self.kind, self.token, self.start = "end", "", len(self.text)
            return
        if not (found := _TOKEN.match(self.text, self.at)):
            raise NotCql2(f"{rest.strip()[:20]!r} at letter {self.at + 1} cannot be read")
        self.kind = str(found.lastgroup)
        self.token, self.start = found[self.kind], found.start(self.kind)
        self.at = found.end()

    def _is(self, word: str) -> bool:
        return self.kind in ("word", "sign") and self.token.upper() == word

    def _takes(self, word: str) -> bool:
        if self._is(word):
            self._next()
            return True
        return False

    def _must(self, word: str) -> None:
        if not self._takes(word):
            raise self._wrong(f"{word!r} is expected")

    def _wrong(self, expected: str) -> NotCql2:
        found = repr(self.token) if self.token else "the end"
        return NotCql2(f"{expected}, not {found} at letter {self.start + 1}")

    def end(self) -> None:
        """Nothing may follow."""
        if self.kind != "end":
            raise self._wrong("AND, OR or the end is expected")

    def either(self) -> Any:
        """Terms with OR between them."""
        return self._joined("OR", lambda: self._joined("AND", self._term))

    def _joined(self, word: str, part: Callable[[], Any]) -> Any:
        parts = [part()]
        while self._takes(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else {"op": word.lower(), "args": parts}

    def _term(self) -> Any:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotCql2(f"there are more than {DEEPEST} brackets within one another")
        try:
            if self._takes("NOT"):
                return {"op": "not", "args": [self._term()]}
            if self._takes("("):
                inside = self.either()
                self._must(")")
                return inside
            return self._predicate()
        finally:
            self.depth -= 1

    def _predicate(self) -> Any:
        if self._takes("S_INTERSECTS"):
            self._must("(")
            first = self._place()
            self._must(",")
            second = self._place()
            self._must(")")
            return {"op": "s_intersects", "args": [first, second]}
        left = self._scalar()
        if self._takes("IS"):
            negated = self._takes("NOT")
            self._must("NULL")
            is_null = {"op": "isNull", "args": [left]}
            return {"op": "not", "args": [is_null]} if negated else is_null
        if self.token in _COMPARED and self.kind == "sign":
            op = self.token
            self._next()
            return {"op": op, "args": [left, self._scalar()]}
        if isinstance(left, bool):
            return left
        raise self._wrong("a comparison (=, <>, <, >, <=, >=) or IS NULL is expected")

    def _scalar(self) -> Any:
        kind, token = self.kind, self.token
        if kind == "text":
            self._next()
            return token[1:-1].replace("''", "'")
        if kind == "number":
            self._next()
            return float(token) if re.search(r"[.eE]", token) else int(token)
        if kind == "quoted":
            self._next()
            return {"property": token[1:-1]}
        if kind != "word":
            raise self._wrong("the name of a property, a number or a 'text' is expected")
        self._next()
        if token.upper() in ("TRUE", "FALSE"):
            return token.upper() == "TRUE"
        if token.upper() in ("DATE", "TIMESTAMP") and self._takes("("):
            if self.kind != "text":
                raise self._wrong("a 'date' is expected")
            instant = {token.lower(): self.token[1:-1]}
            self._next()
            self._must(")")
            return instant
        if self._is("("):
            raise NotCql2(f"the function {token} is not known here")
        return {"property": token}

    def _place(self) -> Any:
        if self.kind == "quoted" or (self.kind == "word" and self.token.upper() not in _SHAPES):
            return self._scalar()
        if self.kind != "word":
            raise self._wrong("the name of a property or a shape is expected")
        word, start = self.token.upper(), self.start
        end = self._closing(start)
        written = self.text[start : end + 1]
        self.at = end + 1
        self._next()
        return _bbox(written) if word == "BBOX" else _geojson(written)

    def _closing(self, start: int) -> int:
        """Where the brackets that open after a letter are closed."""
        depth = 0
        for found in re.finditer(r"[()]", self.text[start:]):
            depth += 1 if found[0] == "(" else -1
            if depth <= 0:
                return start + found.start()
        return len(self.text)


def _bbox(written: str) -> Any:
    try:
        return {"bbox": [float(number) for number in written[written.index("(") + 1 : -1].split(",")]}
    except ValueError as error:
        raise NotCql2(f"{written[:60]!r} is not a box: four or six numbers are expected") from error


def _geojson(written: str) -> Any:
    try:
        shape = shapely.from_wkt(written)
    except shapely.GEOSException as error:
        raise NotCql2(f"{written[:60]!r} is not a shape as WKT has it") from error
    return shapely.geometry.mapping(shape)

"""A few of a spreadsheet's formulas, worked out as a spreadsheet would: enough to ask the official workbook itself."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Value = Any
Lookup = Callable[[str, list[Value]], Value]
Node = Callable[["Row"], Value]
TOKENS = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)|(?P<elsewhere>'[^']*'![$A-Z0-9:]+)
    |(?P<name>[$A-Za-z]+\$?\d*)|(?P<sign><>|<=|>=|[-+<>=&(),]))""",
    re.VERBOSE,
)


class Row:
    """Cells of one row by letter: given values, and formulas that are worked out when they are asked for."""

    def __init__(self, given: Mapping[str, Value], formulas: Mapping[str, Node], lookup: Lookup) -> None:
        self.cells = dict(given)
        self.formulas = formulas
        self.lookup = lookup

    def __getitem__(self, letter: str) -> Value:
        if letter not in self.cells:
            formula = self.formulas.get(letter)
            self.cells[letter] = formula(self) if formula else ""
        return self.cells[letter]


def formula(text: str, row: int) -> Node:
    """A formula as a function of its row; cells of other rows are empty."""
    reader = Reader(text.removeprefix("="), row)
    node = reader.compared()
    assert reader.at == len(reader.tokens), text
    return node


def order(value: Value) -> tuple[int, Value]:
    """Numbers come before text, and text before true and false, as spreadsheets compare them."""
    if isinstance(value, bool):
        return 2, value
    return (1, value.lower()) if isinstance(value, str) else (0, value)


SIGNS: Mapping[str, Callable[[Value, Value], Value]] = {
    "=": lambda a, b: order(a) == order(b),
    "<>": lambda a, b: order(a) != order(b),
    "<": lambda a, b: order(a) < order(b),
    "<=": lambda a, b: order(a) <= order(b),
    ">": lambda a, b: order(a) > order(b),
    ">=": lambda a, b: order(a) >= order(b),
}


class Reader:
    """Reads a formula from left to right."""

    def __init__(self, text: str, row: int) -> None:
        self.tokens = [(match.lastgroup, match.group(match.lastgroup)) for match in TOKENS.finditer(text)]  # type: ignore[arg-type]
        assert "".join(token for _, token in self.tokens).replace(" ", "") == text.replace(" ", ""), text
        self.row, self.at = row, 0

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str | None, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def compared(self) -> Node:
        left = self.summed()
        while self.peek() in SIGNS:
            left = _two(SIGNS[self.take()[1]], left, self.summed())
        return left

    def summed(self) -> Node:
        left = self.one()
        while self.peek() in ("+", "-", "&"):
            sign = self.take()[1]
            how: Callable[[Value, Value], Value] = {
                "+": lambda a, b: (a or 0) + (b or 0),
                "-": lambda a, b: (a or 0) - (b or 0),
                "&": lambda a, b: f"{a}{b}",
            }[sign]
            left = _two(how, left, self.one())
        return left

    def one(self) -> Node:
        kind, token = self.take()
        if token == "(":
            inner = self.compared()
            self.take()
            return inner
        if kind == "text":
            return _always(token[1:-1])
        if kind == "number":
            return _always(int(token))
        if kind == "elsewhere":
            return _always(token)
        if self.peek() == "(":
            return self.called(token)
        if token == "FALSE":
            return _always(False)
        place = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", token)
        if place is None or int(place[2]) != self.row:
            return _always("")
        letter = place[1]
        return lambda row: row[letter]

    def called(self, name: str) -> Node:
        self.take()
        given: list[Node] = []
        while self.peek() != ")":
            if self.peek() == ",":
                self.take()
                if self.peek() == ")":
                    break
            given.append(self.compared())
        self.take()
        if name == "IF":
            yes, no = given[1], given[2] if len(given) > 2 else _always(0)
            return lambda row: yes(row) if given[0](row) else no(row)
        if name == "AND":
            return lambda row: all(one(row) for one in given)
        if name == "OR":
            return lambda row: any(one(row) for one in given)
        if name == "IFERROR":
            return given[0]
        if name == "LEFT":
            return lambda row: str(given[0](row))[: given[1](row)]
        return lambda row: row.lookup(name, [one(row) for one in given])


def _always(value: Value) -> Node:
    return lambda _: value


def _two(how: Callable[[Value, Value], Value], left: Node, right: Node) -> Node:
    return lambda row: how(left(row), right(row))

"""Numbers and dates as people write them."""

from datetime import date

HARD_SPACE = "\u00a0"


def number(value: float) -> str:
    """A whole number with commas.

    >>> number(12345.4)
    '12,345'
    """
    return f"{round(value):,}"


def hectares(value_ha: float) -> str:
    """An area for a column of hectares: whole, or to a tenth below ten.

    >>> hectares(12345.6), hectares(3.14), hectares(0.02), hectares(0)
    ('12,346', '3.1', '<0.1', '0')
    """
    if value_ha <= 0:
        return "0"
    if value_ha < 0.05:
        return "<0.1"
    return f"{value_ha:.1f}" if value_ha < 9.95 else number(value_ha)


def ha(value_ha: float) -> str:
    """An area with its unit: `12,346 ha`."""
    return f"{hectares(value_ha)}{HARD_SPACE}ha"


def percent(share: float) -> str:
    """A share (0-1) to a tenth of a per cent: `23.4 %`.

    >>> percent(0.2341).replace(HARD_SPACE, " "), percent(0.0001).replace(HARD_SPACE, " ")
    ('23.4 %', '<0.1 %')
    """
    if 0 < share < 0.0005:
        return f"<0.1{HARD_SPACE}%"
    return f"{share * 100:.1f}{HARD_SPACE}%"


def share_of(part: float, whole: float) -> float:
    """The part as a share (0-1) of the whole; 0 of nothing."""
    return part / whole if whole > 0 else 0.0


def day(when: date) -> str:
    """A date in full: `3 February 2026`."""
    return f"{when.day}{HARD_SPACE}{when:%B}{HARD_SPACE}{when.year}"


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 priority`, `12 priorities`."""
    return f"{count:,}{HARD_SPACE}{one if count == 1 else many or one + 's'}"


def capital(words: str) -> str:
    """The words with a capital at their beginning, and the rest as it is."""
    return words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """The words with a capital and a full stop."""
    words = words.strip()
    ended = words if words.endswith((".", "!", "?")) else f"{words}."
    return capital(ended)


def heading_words(words: str) -> str:
    """A sentence as a heading: without its full stop."""
    return words.strip().removesuffix(".")

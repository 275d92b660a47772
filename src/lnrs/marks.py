"""How sure a source is, as it is said wherever a number or a rule that rests on it is shown."""

UNVERIFIED = "unverified"
"""It was not compared with what it names as its source."""

SECOND_HAND = "second-hand"
"""What was read is someone's account of the original."""


def mark_of(*, checked: bool, second_hand: bool = False) -> str:
    """The mark of a source; nothing where it was compared with the original."""
    return UNVERIFIED if not checked else SECOND_HAND if second_hand else ""


def in_brackets(mark: str) -> str:
    """A mark as it stands behind what it is about; nothing for no mark.

    >>> "Defra, 2024" + in_brackets(mark_of(checked=False)), "Defra, 2024" + in_brackets("")
    ('Defra, 2024 [unverified]', 'Defra, 2024')
    """
    return f" [{mark}]" if mark else ""

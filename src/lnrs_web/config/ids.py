"""Names of things in forms, which anybody may have changed."""

from uuid import UUID


def read_id(text: str) -> UUID | None:
    """The UUID that a text is; nothing where it is none.

    >>> read_id("x") is None
    True
    """
    try:
        return UUID(text)
    except ValueError:
        return None

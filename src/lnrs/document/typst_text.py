"""Words handed to the typesetter so that no character of them can be taken for markup."""


def string(text: str) -> str:
    r"""The text as a Typst string literal.

    >>> print(string('5 * 3 "and" #more'))
    "5 * 3 \"and\" #more"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "").replace("\t", " ")
    return f'"{escaped}"'

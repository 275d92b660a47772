"""What a reader did to what others published: every guess, repair and refusal, by file and by row."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["guess", "repair", "refusal", "left_out"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was guessed, mended, refused or left out."""

    file: str
    """The file's name without its path, with the table in it where there are several: `map.gpkg:PM`; or an address."""
    row: int | None
    """The number of the row in its table, from 1; None where it is about the file or the whole table."""
    kind: Kind
    """guess: taken for something that the file does not say. repair: changed. refusal: a row that cannot be used.
    left_out: a row or table that can be read, and does not belong in the network."""
    says: str
    do: str = ""
    """What its publisher, or whoever reads it, can do about it."""


@dataclass
class Log:
    """What one reading of one layer did: its notes, and where every row went."""

    notes: list[Note] = field(default_factory=list)
    rows_in: int = 0
    rows_out: int = 0
    refused: int = 0
    left_out: int = 0

    @property
    def balanced(self) -> bool:
        """Whether every row that came in went out, was refused or was left out; so it is once a layer has been read."""
        return self.rows_in == self.rows_out + self.refused + self.left_out

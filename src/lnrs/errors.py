"""What a user can get wrong, with exit codes.

Every error of this family is shown as a plain list without a traceback. Nothing is written when one is raised.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    `where` is a file, with its line where it is known: `measures.csv:12`.
    """

    where: str
    what: str
    do: str = ""

    def __str__(self) -> str:
        advice = f" {self.do}" if self.do else ""
        return f"{self.where}: {self.what}{advice}"


class LnrsError(Exception):
    """A mistake that a user can mend: one list of every problem found."""

    exit_code = 10
    summary = "Something needs mending"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["LnrsError"], tuple[Sequence[Problem]]]:
        """It is raised in one process and shown in another."""
        return type(self), (self.problems,)


class StrategyProblems(LnrsError):
    """The strategy folder says something that cannot be."""

    exit_code = 10
    summary = "The strategy folder needs mending"


class LayerRefused(LnrsError):
    """A data file does not keep its layer's contract."""

    exit_code = 11
    summary = "The layer was refused"


class NotFound(LnrsError):
    """A file, folder, area, layer, measure or place that was named is not there."""

    exit_code = 12
    summary = "Not found"


class FetchFailed(LnrsError):
    """A public data service did not give what was asked of it."""

    exit_code = 13
    summary = "The data could not be fetched"


class EditionInvalid(LnrsError):
    """An edition folder is not what its manifest says."""

    exit_code = 14
    summary = "The edition does not verify"


class CannotBuild(LnrsError):
    """The folder is sound, yet this map cannot be made from it."""

    exit_code = 15
    summary = "The map cannot be made"


class CannotWrite(LnrsError):
    """The disk is full, the folder may not be written to, or a file may not have that name or take that place."""

    exit_code = 16
    summary = "Could not write"


class NotInForce(LnrsError):
    """The law was asked about a day before it came into force."""

    exit_code = 17
    summary = "The law was not yet in force"


class RecordBroken(LnrsError):
    """The site's record of what was done is not as it was written."""

    exit_code = 18
    summary = "The record was changed"


class NetworkProblems(LnrsError):
    """The network folder says something that cannot be, or two parts of it disagree."""

    exit_code = 19
    summary = "The network folder needs mending"


class MetricProblems(LnrsError):
    """A plan says something of which the biodiversity metric can say nothing."""

    exit_code = 20
    summary = "The metric's plan needs mending"


class NutrientProblems(LnrsError):
    """The file of a development, or a table beside it, says something that cannot be."""

    exit_code = 21
    summary = "The development needs mending"


class MetricFileRefused(LnrsError):
    """The file of a biodiversity metric is not one that can be read, or contradicts itself."""

    exit_code = 22
    summary = "The metric's file was refused"


class IndexProblems(LnrsError):
    """No species abundance index can be made of a table, or none that could be believed."""

    exit_code = 25
    summary = "No index can be made of this"


class CandidateProblems(LnrsError):
    """Candidates for 30 by 30, their answers or the places that shares are of say something that cannot be."""

    exit_code = 26
    summary = "The candidates need mending"


class BackupRefused(LnrsError):
    """A file is no backup of a site, is damaged, is not for this site, or would take the place of one that is there."""

    exit_code = 27
    summary = "The backup was refused"

"""What if: these sites or measures counted too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lnrs.errors import NotFound, Problem
from lnrs.thirty_by_thirty.candidates import TESTS, Answer, Candidate
from lnrs.thirty_by_thirty.counting import Count, Place, count
from lnrs.thirty_by_thirty.pieces import pieces

SUPPOSED = "Supposed for a scenario."


@dataclass(frozen=True)
class WhatIf:
    """A place as it is, and as it would be."""

    before: Count
    after: Count

    @property
    def added_ha(self) -> float:
        """Hectares more that would count: what is supposed, less what counts already."""
        return self.after.total.counts_ha - self.before.total.counts_ha

    @property
    def added_share(self) -> float | None:
        """By how much the share would rise."""
        return self.added_ha / self.before.place.of_ha if self.before.place.of_ha else None


def passing(candidate: Candidate, on: date) -> Candidate:
    """A candidate with all three tests passed from a day on, in place of any answer of that day or later."""
    kept = tuple(one for one in candidate.answers if one.since < on)
    return replace(candidate, answers=(*kept, *(Answer(test, "yes", on, None, SUPPOSED) for test in TESTS)))


def what_if(
    candidates: Sequence[Candidate],
    places: Sequence[Place],
    on: date,
    *,
    refs: Sequence[str] = (),
    added: Sequence[Candidate] = (),
    before: Sequence[Count] | None = None,
) -> list[WhatIf]:
    """Each place before and after the candidates named by `refs`, and those `added`, pass all three tests. `before` is
    the count of each place on that day where it is worked out already.

    Raises NotFound for a reference that no candidate has, or one that is added and there already.
    """
    known = {one.ref for one in candidates}
    problems = [
        Problem(ref, "is no candidate.", "Look it up in the table of candidates.") for ref in refs if ref not in known
    ]
    problems += [Problem(one.ref, "is a candidate already.", "Name it instead.") for one in added if one.ref in known]
    if problems:
        raise NotFound(problems)
    supposed = [passing(one, on) if one.ref in set(refs) else one for one in candidates]
    supposed += [passing(one, on) for one in added]
    before = count(pieces(candidates, on), places) if before is None else before
    after = count(pieces(supposed, on), places)
    return [WhatIf(one, other) for one, other in zip(before, after, strict=True)]

"""Parcels split into parts: the sum stays what it was, but for the strategic significance that parts are given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lnrs.bng.parcels import Created, Enhanced, Existing, Plan, State


@dataclass(frozen=True)
class Part:
    """A part of a parcel: its share of it, and the significance of what is there and of what it becomes.

    Where a significance is None, it stays as it was.
    """

    share: Fraction
    significance: str | None = None
    becomes: str | None = None
    """Of the state after enhancement, or of what is created."""


Parts = Mapping[str, Sequence[Part]]
"""Parts by reference, which together are the parcel."""


def split(plan: Plan, there: Parts, made: Parts) -> Plan:
    """The plan with parcels split: those that are `there` before, with their enhancement, and those that are `made`.

    A parcel of one part keeps its reference; parts of others are called `H1/1`, `H1/2`. Raises ValueError where the
    shares of a parcel are not one together.
    """
    for ref, parts in (*there.items(), *made.items()):
        if sum((part.share for part in parts), start=Fraction(0)) != 1:
            raise ValueError(f"the parts of {ref} are not the whole of it")
    better = {one.ref: one for one in plan.enhanced}
    existing: list[Existing] = []
    enhanced: list[Enhanced] = []
    for one in plan.existing:
        for part, piece in _existing(one, there.get(one.ref, ())):
            existing.append(piece)
            after = better.get(one.ref)
            if after is not None:
                enhanced.append(replace(after, existing=piece, state=_with(after.state, part.becomes)))
    created = [piece for one in plan.created for piece in _created(one, made.get(one.ref, ()))]
    return Plan(tuple(existing), tuple(created), tuple(enhanced))


WHOLE = (Part(Fraction(1)),)


def _existing(one: Existing, parts: Sequence[Part]) -> Iterator[tuple[Part, Existing]]:
    for ref, part in _named(one.ref, parts or WHOLE):
        yield (
            part,
            replace(
                one,
                ref=ref,
                state=_with(one.state, part.significance),
                size=Fraction(one.size) * part.share,
                retained=Fraction(one.retained) * part.share,
                enhanced=Fraction(one.enhanced) * part.share,
            ),
        )


def _created(one: Created, parts: Sequence[Part]) -> Iterator[Created]:
    for ref, part in _named(one.ref, parts or WHOLE):
        yield replace(one, ref=ref, state=_with(one.state, part.becomes), size=Fraction(one.size) * part.share)


def _named(ref: str, parts: Sequence[Part]) -> Iterator[tuple[str, Part]]:
    for number, part in enumerate(parts, start=1):
        yield (ref if len(parts) == 1 else f"{ref}/{number}"), part


def _with(state: State, significance: str | None) -> State:
    return state if significance is None else replace(state, significance=significance)

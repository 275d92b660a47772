"""The law's tests of the index: the decline halted by 2030, and reversed by 2042 (SI 2023/91 Part 4).

The Environmental Targets (Biodiversity) (England) Regulations 2023. The words are a summary of what the Regulations
say; the address of each leads to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

ROUNDING = 1e-9
"""How far two figures may be apart, as a share, to count as equal: that of arithmetic."""


@dataclass(frozen=True)
class Target:
    """A statutory target for species abundance."""

    name: str
    says: str
    by: date
    provision: str
    source: str
    years: tuple[int, ...]
    """The years of which the index has to be known."""
    reported_by: date | None = None


HALTED = Target(
    name="decline halted",
    says="The index of 2030 is the same as or higher than that of 2029.",
    by=date(2030, 12, 31),
    provision="SI 2023/91 regs 11-12",
    source="https://www.legislation.gov.uk/uksi/2023/91/part/4/made",
    years=(2029, 2030),
)
REVERSED = Target(
    name="decline reversed",
    says="The index of 2042 is higher than that of 2022, and at least 10 % higher than that of 2030.",
    by=date(2042, 12, 31),
    provision="SI 2023/91 regs 14-16",
    source="https://www.legislation.gov.uk/uksi/2023/91/part/4/chapter/2/made",
    years=(2022, 2030, 2042),
    reported_by=date(2044, 4, 15),
)
TARGETS = (HALTED, REVERSED)

RISE_SHARE = 0.10
"""How much higher than in 2030 the index has to be in 2042."""


@dataclass(frozen=True)
class Outcome:
    """What a test says of an index."""

    target: Target
    met: bool | None
    """None where a year that it needs has no figure."""
    because: str


def halted(index: Mapping[int, float]) -> Outcome:
    """Whether the decline is halted, from the index by year.

    >>> halted({2029: 70.0, 2030: 70.0}).met
    True
    """
    lacking = _lacking(HALTED, index)
    if lacking:
        return Outcome(HALTED, None, lacking)
    before, now = index[2029], index[2030]
    met = now >= before * (1 - ROUNDING)
    return Outcome(HALTED, met, "the index is {} in 2030 and was {} in 2029".format(*_apart(now, before)))


def reversed_by_2042(index: Mapping[int, float]) -> Outcome:
    """Whether the decline is reversed, from the index by year: both parts of the test have to be met.

    >>> reversed_by_2042({2022: 68.0, 2030: 65.0, 2042: 71.5}).met
    True
    """
    lacking = _lacking(REVERSED, index)
    if lacking:
        return Outcome(REVERSED, None, lacking)
    start, low, now = index[2022], index[2030], index[2042]
    above = now > start * (1 + ROUNDING)
    risen = now >= low * (1 + RISE_SHARE) * (1 - ROUNDING)
    now_told, start_told, wanted_told = _apart(now, start, low * (1 + RISE_SHARE))
    because = (
        f"the index is {now_told} in 2042, which is {'' if above else 'not '}higher than {start_told} in 2022 and "
        f"{'' if risen else 'not '}at least {wanted_told}, 10 % above 2030"
    )
    return Outcome(REVERSED, above and risen, because)


def outcomes(index: Mapping[int, float]) -> tuple[Outcome, Outcome]:
    """Both tests of an index by year."""
    return halted(index), reversed_by_2042(index)


def _apart(first: float, *others: float) -> list[str]:
    """Figures with as many decimals as show how the others stand to the first.

    >>> _apart(70.04, 70.01), _apart(70.0, 70.0)
    (['70.04', '70.01'], ['70.0', '70.0'])
    """
    differ = [one for one in others if abs(one - first) > ROUNDING * first]
    places = next((n for n in range(1, 9) if all(f"{one:.{n}f}" != f"{first:.{n}f}" for one in differ)), 9)
    return [f"{one:.{places}f}" for one in (first, *others)]


def _lacking(target: Target, index: Mapping[int, float]) -> str:
    missing = [str(year) for year in target.years if not index.get(year, float("nan")) > 0]
    return (
        f"there is no index for {', '.join(missing[:-1])}{' and ' if missing[1:] else ''}{missing[-1]}"
        if missing
        else ""
    )

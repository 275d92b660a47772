"""Numbers of small areas that show nobody: rounded down to five, and only where no other published number narrows them.

A number that is published as `s` says that the true one is from `s` to `s + 4`; so 0 says `fewer than 5`. What is known
beside it - the total, which is exact, or the number of the district that a ward is in, which is rounded too - must not
narrow that for any area: `narrows` looks at every area of a group at once, and a group that it speaks of is withheld.
"""

from collections.abc import Iterable, Mapping, Sequence

STEP = 5
Range = tuple[int, int]
"""The least and the most that a number can be."""


def rounded(count: int) -> int:
    """Rounded down to five.

    >>> rounded(4), rounded(5), rounded(13)
    (0, 5, 10)
    """
    return count - count % STEP


def range_of(at_least: int | None, most: int) -> Range:
    """What a published number says of the true one; one that is withheld says nothing.

    >>> range_of(0, 100), range_of(None, 100)
    ((0, 4), (0, 100))
    """
    return (0, most) if at_least is None else (at_least, at_least + STEP - 1)


def narrows(parts: Sequence[Range], together: Range) -> bool:
    """Whether that the parts add up to something tells more of any of them than its own range.

    For a part of range a to b: the others are at least their least, so it is at most `together's most - (sum of least)
    + a`, which tells nothing where that is b or more; and in the same way from below.

    >>> narrows([(0, 4), (0, 4)], (8, 8)), narrows([(0, 4), (0, 4)], (4, 4))
    (True, False)
    """
    if not parts:
        return False
    least, most = sum(one for one, _ in parts), sum(one for _, one in parts)
    widest = max(high - low for low, high in parts)
    return together[1] - least < widest or most - together[0] < widest


def published(
    counts: Mapping[str, Mapping[str, int]], total: int, within: Iterable[Mapping[str, frozenset[str]]]
) -> dict[str, dict[str, int | None]]:
    """What may be published of the counts of `counts[kind][code]`, in which each kind adds up to the total and the code
    of nowhere is empty; None where it is withheld.

    `within` are groups of wards: for each code of a larger area, the codes of all the wards that lie in it whole. First
    each kind is held against the exact total, then each larger area against its wards; a kind, or the wards of an area,
    that would be narrowed is withheld.
    """
    shown: dict[str, dict[str, int | None]] = {}
    for kind, numbers in counts.items():
        told: dict[str, int | None] = {code: rounded(count) for code, count in numbers.items()}
        if narrows([range_of(one, total) for one in told.values()], (total, total)):
            told = dict.fromkeys(told, None)
        shown[kind] = told
    wards = shown.get("ward", {})
    for groups in within:
        for code, inside in groups.items():
            larger = next((told[code] for kind, told in shown.items() if kind != "ward" and code in told), None)
            if larger is not None and narrows([range_of(wards[one], total) for one in inside], range_of(larger, total)):
                wards.update(dict.fromkeys(inside, None))
    return shown

"""Budgets that Defra published for developments near Stodmarsh and in the Broads, worked out again.

Stodmarsh: DEFRA/nrf-impact-assessor, tests/data/expected/nutrients/Stodmarsh_IAT_260925.csv; the Broads and the Wensum:
BroadsWensum_IAT_101025.csv and BnW_small_under_1_hectare.csv beside it. Contains public sector information licensed
under the Open Government Licence v3.0.

The files have the change of land as a total and not its coefficients, so that it is stated here and not worked out.
They round land after drainage to the hundredth before they add the rest, so that a total of ours, which is exact, may
differ by one.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from lnrs.nutrients.amounts import NUTRIENTS, Nutrient, Pair
from lnrs.nutrients.budget import NutrientBudget, budget
from lnrs.nutrients.catchments import Concentration, Works, catchment_named
from lnrs.nutrients.development import Development, Phase, StatedChange
from lnrs.nutrients.rules import RuleSet, rules_named
from lnrs.nutrients.source import Source

STODMARSH = catchment_named("stodmarsh")
HALF_A_HUNDREDTH = Decimal("0.005")
TIE = Decimal("0.0000001")
"""What was published is a float, rounded at the hundredth of a kilogram from just above or just below a tie."""
BEFORE, AFTER = date(2026, 1, 1), date(2030, 4, 1)


class Case(NamedTuple):
    """One row of the Stodmarsh file; kg a year."""

    name: str
    dwellings: int
    area_ha: str
    works: str
    land: tuple[str, str]
    """Nitrogen and phosphorus, before drainage."""
    drained: tuple[str, str]
    """After drainage."""
    temporary: tuple[str, str]
    """Wastewater from 2025 to 2030."""
    permanent: tuple[str, str]
    """Wastewater from 2030 on."""
    total: tuple[str, str]


def row(text: str) -> Case:
    name, numbers = text.split("|")
    cells = numbers.split()
    pairs = [(cells[at], cells[at + 1]) for at in range(3, 13, 2)]
    return Case(name.strip(), int(cells[0]), cells[1], cells[2], *pairs)


STODMARSH_CASES = [
    row(line)
    for line in """
    Kennard Way, Henwood | 25 0.87 4419 0.0 0.0 0.0 0.0 71.0 1.31 26.3 0.66 31.56 0.79
    Waterbrook | 350 65.4 4419 321.18 55.68 240.88 41.76 994.06 18.41 368.17 9.2 730.86 61.16
    Watery Lane, Westwell | 1 0.08 141 0.82 0.11 0.62 0.08 2.63 0.47 2.63 0.47 3.9 0.66
    Church View, Aldington | 6 0.2 4419 -1.48 0.28 -1.85 0.21 17.04 0.32 6.31 0.16 5.35 0.44
    Goldwell Court, Aldington | 12 0.57 4419 0.1 0.82 0.08 0.62 34.08 0.63 12.62 0.32 15.24 1.12
    Branch Rd, Chilham | 10 0.74 4471 5.93 1.13 4.45 0.85 28.4 8.42 28.4 8.42 39.42 11.12
    Poppyfields, Charing | 180 12.33 4472 -1.72 10.89 -2.15 8.17 511.23 9.47 189.35 4.73 224.63 15.48
    Brockmans Lane, Kingsnorth | 100 13.58 141 -90.64 8.09 -113.3 6.07 262.98 47.34 262.98 47.34 179.62 64.09
    Conningbrook Phase 2 | 170 4.67 4419 20.45 4.19 15.34 3.14 482.83 8.94 178.83 4.47 233.0 9.13
    Leacon Road, Ashford | 100 2.17 4419 1.61 0.22 1.21 0.16 284.02 5.26 105.19 2.63 127.68 3.35
    Rectory Close, Mersham | 8 1.4 4419 7.32 2.19 5.49 1.64 22.72 0.42 8.42 0.21 16.69 2.22
    Northdown, Charing | 20 1.46 4472 -1.54 1.31 -1.92 0.98 56.8 1.05 21.04 0.53 22.94 1.81
    Court Lodge | 950 115.88 4419 502.44 100.86 376.83 75.64 2698.17 49.97 999.32 24.98 1651.38 120.75
    North-East of Willesborough Rd | 700 38.72 4419 -412.41 53.15 -515.51 39.86 1988.13 36.82 736.34 18.41 265.0 69.92
    Former Newtown Works | 350 7.68 4419 0.0 0.0 0.0 0.0 994.06 18.41 368.17 9.2 441.81 11.05
    Lower Queen's Road | 40 1.06 4419 8.9 1.19 6.67 0.89 113.61 2.1 42.08 1.05 58.5 2.33
    Castle Street Car Park | 54 0.28 4791 0.0 0.0 0.0 0.0 153.37 11.36 56.8 1.42 68.16 1.7
    Rough Common | 28 1.11 4791 1.24 0.47 0.93 0.35 79.53 5.89 29.45 0.74 36.46 1.3
    St Martin's Hospital | 200 6.39 4791 35.64 6.19 26.73 4.64 568.04 42.08 210.38 5.26 284.54 11.88
    Sturry/Broad Oak | 1000 74.04 4791 154.29 88.32 115.72 66.24 2840.18 210.38 1051.92 26.3 1401.17 111.05
    Land N of Hersden | 800 62.09 4749 -483.53 47.43 -604.41 35.57 2272.15 673.23 841.54 21.04 284.55 67.93
    South Canterbury | 4000 229.08 4791 -3221.1 301.16 -4026.38 225.87 11360.74 841.54 4207.68 105.19 217.56 397.27
    Cockering Farm | 1150 153.54 4791 -249.34 176.37 -311.68 132.28 3266.21 241.94 1209.71 30.24 1077.63 195.03
    Ashford Road, Sellindge Phase 1 | 250 10.67 4681 32.65 4.52 24.49 3.39 710.05 13.15 262.98 6.57 344.96 11.96
    Otterpool Park | 3000 760.38 4681 -2171.31 803.99 -2714.14 602.99 8520.55 157.79 3155.76 78.89 529.94 818.26
    Camping Site, Stelling Minnis | 11 0.8 141 3.42 0.46 2.56 0.34 28.93 5.21 28.93 5.21 37.79 6.66
    Heathlands | 1400 337.02 4600 -1733.47 323.59 -2166.84 242.69 3976.26 73.63 1472.69 36.82 -555.32 335.41
    """.strip().splitlines()
]


def stodmarsh(case: Case, rules: RuleSet, nutrient: Nutrient) -> NutrientBudget:
    phase = Phase(case.name, BEFORE, case.dwellings, STODMARSH.works[case.works])
    land = StatedChange("land", case.name, Pair(*map(Decimal, case.land)))
    development = Development(case.name, BEFORE, Decimal(case.area_ha), (phase,), stated=(land,))
    return budget(development, STODMARSH, rules).nutrients[nutrient]


def published(kg: Decimal, text: str) -> bool:
    return abs(kg - Decimal(text)) <= HALF_A_HUNDREDTH + TIE


@pytest.mark.parametrize("nutrient", NUTRIENTS)
@pytest.mark.parametrize("case", STODMARSH_CASES, ids=lambda case: case.name)
def test_the_figures_of_september_2025_for_stodmarsh(case: Case, nutrient: Nutrient) -> None:
    found = stodmarsh(case, rules_named("assessor_2025_09"), nutrient)
    first, last = found.periods[0], found.periods[-1]
    at = NUTRIENTS.index(nutrient)
    assert published(first.wastewater_kg, case.temporary[at])
    assert published(last.wastewater_kg, case.permanent[at])
    assert published(last.land_kg + last.drainage_kg, case.drained[at])
    rounded = Decimal(case.drained[at]) + last.wastewater_kg
    assert published(rounded + abs(rounded) / 5, case.total[at])
    assert abs(last.total_kg - Decimal(case.total[at])) <= HALF_A_HUNDREDTH * Decimal("2.2") + TIE
    assert last.since in (BEFORE, AFTER)
    assert found.permanent_kg == max(0, last.total_kg)


def test_the_cases_have_every_works_but_one() -> None:
    """Newnham Valley has one row, which has no figures."""
    assert {case.works for case in STODMARSH_CASES} == set(STODMARSH.works) - {"4631"}


def test_the_factor_tells_the_figures_of_september_from_the_later_code() -> None:
    """Each later total of a development without land is nine tenths of what was published."""
    kennard_way = STODMARSH_CASES[0]
    assert published(stodmarsh(kennard_way, rules_named("assessor_2025_09"), "nitrogen").permanent_kg, "31.56")
    later = stodmarsh(kennard_way, rules_named("assessor_50_dwellings"), "nitrogen").permanent_kg
    assert later == stodmarsh(kennard_way, rules_named("assessor_2025_09"), "nitrogen").permanent_kg * Decimal("0.9")


@pytest.mark.parametrize(("name", "drained"), [("Lower Queen's Road", False), ("Conningbrook Phase 2", True)])
def test_from_50_dwellings_on_the_later_code_drains(name: str, drained: bool) -> None:
    case = next(one for one in STODMARSH_CASES if one.name == name)
    last = stodmarsh(case, rules_named("assessor_50_dwellings"), "nitrogen").periods[-1]
    assert last.drainage_kg == (-Decimal(case.land[0]) / 4 if drained else 0)


OTHERS = """
15 141 0 0 47.34 8.52
25 4419 7.81 1.05 38.59 1.74
35 141 0.56 2.13 110.96 21.8
10 4419 3.84 0.63 16.08 0.88
150 4419 0 0 189.35 4.73
19 4419 0 0 23.98 0.6
400 4419 150.64 25.11 640.5 35.22
325 4419 62.59 9.93 466.58 19.2
375 4419 155.47 76.78 613.28 80.93
159 4419 0 0 200.71 5.02
300 141 11.83 17.6 957.37 186.25
2 4471 5.01 1.59 11.33 3.45
160 4419 0 0 201.97 5.05
110 4419 8.0 1.13 146.05 4.49
220 4419 9.73 9.85 286.47 15.81
90 4419 0 0 113.61 2.84
35 4472 5.44 1.33 49.08 2.3
150 4419 33.01 4.72 219.06 8.98
20 4791 0 0 25.25 0.63
5 4791 0 0 6.31 0.16
24 4791 0 0 30.3 0.76
9 4791 0 0 11.36 0.28
14 4791 0 0 17.67 0.44
7 4791 0 0 8.84 0.22
21 4791 0 0 26.51 0.66
28 4791 1.5 0.22 36.7 1.08
10 4791 0 0 12.62 0.32
329 4791 53.99 15.05 463.89 23.93
200 4681 -55.2 14.75 169.66 19.58
150 4681 53.13 8.69 237.17 12.56
5 4681 0.64 0.1 6.89 0.25
15 141 -0.32 0.75 46.86 9.19
15 4681 2.53 0.44 21.21 0.87
5 4681 2.77 0.37 8.81 0.49
"""
"""The other rows of the file that have figures: dwellings, works, land before drainage, totals. One stands for three
developments of 20 dwellings in Canterbury."""


@pytest.mark.parametrize("line", OTHERS.split("\n")[1:-1])
def test_the_totals_of_the_other_developments_near_stodmarsh(line: str) -> None:
    dwellings, works, *figures = line.split()
    nothing = ("0", "0")
    case = Case("other", int(dwellings), "1", works, (figures[0], figures[1]), nothing, nothing, nothing, nothing)
    for nutrient, total in zip(NUTRIENTS, figures[2:], strict=True):
        found = stodmarsh(case, rules_named("assessor_2025_09"), nutrient).periods[-1].total_kg
        assert abs(found - Decimal(total)) <= HALF_A_HUNDREDTH * Decimal("2.2") + TIE


# --- figures of later rules, from the Broads: the change of land is given after drainage


BROADS = [
    # dwellings, mg/l and land after drainage of both nutrients, totals
    (19, ("10", "0.25"), ("2.11", "1.19"), ("24.12", "1.97")),
    (222, ("10", "0.25"), ("-45.64", "5.15"), ("197.44", "12.49")),
    (476, ("10", "0.25"), ("-864.13", "34.12"), ("-330.79", "54.46")),
    (11, ("25", "4.5"), ("-4.16", "0.99"), ("26.25", "6.81")),
    (53, ("10", "0.25"), ("-122.43", "-11.01"), ("-57.8", "-7.8")),
    (42, ("10", "0.25"), ("0", "0"), ("47.72", "1.19")),
    (15, ("27", "2"), ("-1.24", "0.26"), ("44.52", "3.72")),
]


def broads(dwellings: int, mg_l: tuple[str, str], land: tuple[str, str], rules: str) -> list[Decimal]:
    nitrogen, phosphorus = ((Concentration(date.min, Decimal(text)),) for text in mg_l)
    works = Works("works", "works", nitrogen, phosphorus, Source("BroadsWensum_IAT_101025.csv", checked=AFTER))
    change = StatedChange("land", "all", Pair(*map(Decimal, land)), suds_counted=True)
    development = Development("all", AFTER, Decimal(5), (Phase("all", AFTER, dwellings, works),), stated=(change,))
    found = budget(development, STODMARSH, rules_named(rules))
    return [found.nutrients[nutrient].periods[-1].total_kg for nutrient in NUTRIENTS]


@pytest.mark.parametrize(("dwellings", "mg_l", "land", "totals"), BROADS)
def test_the_figures_of_october_2025_for_the_broads(
    dwellings: int, mg_l: tuple[str, str], land: tuple[str, str], totals: tuple[str, str]
) -> None:
    found = broads(dwellings, mg_l, land, "assessor_2025_10")
    assert all(published(kg, text) for kg, text in zip(found, totals, strict=True))


def test_the_one_house_of_the_rules_for_delivery_plans() -> None:
    """Old White Horse, East Rudham: 2.11 people, 110 l."""
    found = broads(1, ("27", "1"), ("0", "0"), "assessor_delivery_plans")
    assert all(published(kg, text) for kg, text in zip(found, ("2.47", "0.09"), strict=True))

"""Credits as whole grams and money as whole pence, for a ledger that has to add up.

What is rounded, and how: a need goes up to the next gram and a supply down to the last, so that what is short is never
hidden; a need goes up to whole credits; a share of a price goes to the nearest penny, half up, and the rest of the
price is what is left of it, so that parts add up to the whole.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext

GRAMS_PER_KG = 1000
GRAMS_PER_CREDIT = 100
"""A credit is a tenth of a kilogram a year of one nutrient."""


def grams_needed(kg: Decimal) -> int:
    """A need in whole grams, rounded up. Raises ValueError for less than nothing.

    >>> grams_needed(Decimal("0.7890001")), grams_needed(Decimal("0.789"))
    (790, 789)
    """
    return _grams(kg, ROUND_CEILING)


def grams_supplied(kg: Decimal) -> int:
    """What mitigation supplies in whole grams, rounded down. Raises ValueError for less than nothing.

    >>> grams_supplied(Decimal("0.7899999"))
    789
    """
    return _grams(kg, ROUND_FLOOR)


def _grams(kg: Decimal, rounding: str) -> int:
    if not kg.is_finite() or kg < 0:
        raise ValueError(f"{kg} kg: an amount of credits is 0 or more")
    with localcontext(Context(prec=200)):
        return int((kg * GRAMS_PER_KG).to_integral_value(rounding=rounding))


def credits_needed(grams: int) -> int:
    """Whole credits that cover a need in grams.

    >>> credits_needed(0), credits_needed(1), credits_needed(100), credits_needed(101)
    (0, 1, 1, 2)
    """
    _not_below_nothing(grams)
    return -(-grams // GRAMS_PER_CREDIT)


def credits_supplied(grams: int) -> int:
    """Whole credits that a supply in grams makes.

    >>> credits_supplied(199)
    1
    """
    _not_below_nothing(grams)
    return grams // GRAMS_PER_CREDIT


def cost_pence(credit_count: int, price_pence: int) -> int:
    """What whole credits cost.

    >>> cost_pence(8, 350_000)
    2800000
    """
    _not_below_nothing(credit_count, price_pence)
    return credit_count * price_pence


def deposit_pence(cost: int, share: Decimal) -> int:
    """The part of a cost that is due first, to the nearest penny, half up; `cost` less this is the rest.

    >>> deposit_pence(1005, Decimal("0.1"))
    101
    """
    _not_below_nothing(cost)
    if not 0 <= share <= 1:
        raise ValueError(f"{share}: a share lies between 0 and 1")
    with localcontext(Context(prec=200)):
        return int((cost * share).to_integral_value(rounding=ROUND_HALF_UP))


def split(amount: int, parts: int) -> tuple[int, ...]:
    """Grams or pence in parts that add up to them and differ by one at most, larger ones first.

    >>> split(100, 3)
    (34, 33, 33)
    """
    _not_below_nothing(amount)
    if parts < 1:
        raise ValueError("there is at least one part")
    each, left = divmod(amount, parts)
    return (each + 1,) * left + (each,) * (parts - left)


def pounds(pence: int) -> str:
    """Pence as they are shown.

    >>> pounds(2_800_000), pounds(5), pounds(-150)
    ('£28,000.00', '£0.05', '-£1.50')
    """
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}.{rest:02}"


def _not_below_nothing(*amounts: int) -> None:
    if min(amounts) < 0:
        raise ValueError(f"{min(amounts)}: an amount is 0 or more")

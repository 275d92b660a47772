"""Numbers as people write them. The statement's own words are part of the engine, which the site does not import."""

HARD_SPACE = "\u00a0"


def ha(value_ha: float) -> str:
    """An area with its unit: whole hectares, or to a tenth below ten.

    >>> [ha(value).replace(HARD_SPACE, " ") for value in (12345.6, 3.14, 0.02, 0)]
    ['12,346 ha', '3.1 ha', 'less than 0.1 ha', '0 ha']
    """
    if 0 < value_ha < 0.05:
        return f"less than 0.1{HARD_SPACE}ha"
    number = f"{value_ha:.1f}" if 0 < value_ha < 9.95 else f"{round(value_ha):,}"
    return f"{number}{HARD_SPACE}ha"


def km(length_m: float) -> str:
    """A length with its unit: kilometres to a tenth, or whole metres below one.

    >>> [km(value).replace(HARD_SPACE, " ") for value in (12345.6, 300.4, 0)]
    ['12.3 km', '300 m', '0 m']
    """
    return f"{length_m:.0f}{HARD_SPACE}m" if length_m < 1_000 else f"{length_m / 1_000:,.1f}{HARD_SPACE}km"


def percent(share: float) -> str:
    """A share (0 to 1) in whole per cents; only nothing is 0%, and only all of it 100%.

    >>> percent(0.2341), percent(0.001), percent(0.999)
    ('23%', 'less than 1%', 'more than 99%')
    """
    if 0 < share < 0.01:
        return "less than 1%"
    return "more than 99%" if 0.99 < share < 1 else f"{share:.0%}"


def score(value: float) -> str:
    """A score or points, 0 to 1, to a hundredth: `0.83`."""
    return f"{value:.2f}"


def counted(count: int, noun: str) -> str:
    """A number with its noun, of which the plural may be given too.

    >>> counted(1, "measure"), counted(1200, "measure"), counted(2, "patch,patches"), counted(2, "constituency")
    ('1\\xa0measure', '1,200\\xa0measures', '2\\xa0patches', '2\\xa0constituencies')
    """
    one, _, many = noun.partition(",")
    ies = one[-1:] == "y" and one[-2:-1] not in "aeiou"
    return f"{count:,}{HARD_SPACE}{one if count == 1 else many or (one[:-1] + 'ies' if ies else one + 's')}"


def web_address(text: str) -> str:
    """The address where it is one of the web, and nothing for any other: a link must never run anything."""
    return text if text.startswith(("https://", "http://")) else ""

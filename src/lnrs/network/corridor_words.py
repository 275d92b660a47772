"""What is said of a corridor in a few sentences: on the command line, on its page and on the site."""

from lnrs.network.along import Along


def title(found: Along, ends: tuple[str, str]) -> str:
    """What it is between, and over which habitat where that is one."""
    return f"{ends[0]} to {ends[1]}" + (f": {found.habitat}" if found.habitat else "")


def opening(found: Along) -> list[str]:
    """Its length, how much of it is network, the areas and borders, and how many gaps."""
    length = found.metres.sum()
    now, delivered = ((found.metres * share).sum() / length for share in (found.now, found.delivered))
    over = found.habitat or "network"
    areas, crossings = found.areas(), len(found.crossings())
    through = "Through " + ", ".join(f"{one['name']} ({one['m'] / 1000:,.1f} km)" for one in areas)
    borders = {0: "no border", 1: "one border"}.get(crossings, f"{crossings} borders")
    return [
        f"{length / 1000:,.1f} km, of which {now:.0%} is {over} now and {delivered:.0%} with every measure delivered.",
        f"{through}: {borders} crossed.",
        gaps_in_words(found),
    ]


def gaps_in_words(found: Along) -> str:
    """How many gaps, and the longest."""
    gaps = found.gaps()
    if not gaps:
        return "No gaps along it."
    longest = max(gaps, key=lambda gap: gap["gap_m"])
    many = "One gap" if len(gaps) == 1 else f"{len(gaps)} gaps, the longest"
    return f"{many} of {longest['gap_m']:,.0f} m at {longest['from_place']} to {longest['to_place']}."


def lines(found: Along) -> list[str]:
    """What the command says: the opening, then each gap."""
    each = [f"  {gap['gap_m']:,.0f} m at {gap['from_place']} to {gap['to_place']}" for gap in found.gaps()]
    return [*opening(found), *each]

"""The tables as rows to print or to take away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from lnrs.funding.combining import together
from lnrs.funding.links import Need, offers_for
from lnrs.funding.tables import Action, Rate, action_named, actions, rate_on
from lnrs.funding.words import marks_of, rate_words

COLUMNS = ("code", "scheme", "title", "rate", "marks")
OF_MEASURES = ("measure", "code", "scheme", "title", "rate", "marks")
EVERYTHING = (
    *("code", "scheme", "title", "rate", "amount_p", "per", "paid", "takes", "years", "beside", "since", "marks"),
    *("says", "habitats", "intervention", "source", "url", "text_of", "checked", "note"),
)
"""The columns of a row that is taken away."""


def of_actions(day: date) -> list[dict[str, str]]:
    """Every action with its rate on a day."""
    return [row_of(action, rate_on(action.code, day), day) for action in actions().values()]


def of_needs(needs: Iterable[Need], day: date) -> list[dict[str, str]]:
    """Every action that may pay for each of several measures."""
    return [
        {"measure": need.ref, "named": "yes" if offer.named else "no"} | row_of(offer.action, offer.rate, day)
        for need in needs
        for offer in offers_for(need, day)
    ]


def row_of(action: Action, rate: Rate | None, day: date) -> dict[str, str]:
    """An action and its rate under the names of EVERYTHING; the source is the rate's, or the scheme's without one."""
    source = rate.source if rate else action.scheme.source
    return {
        "code": action.code,
        "scheme": action.scheme.name,
        "title": action.title,
        "rate": rate_words(action, rate),
        "amount_p": str(rate.amount_p) if rate else "",
        "per": rate.per if rate else "",
        "paid": action.paid,
        "takes": action.takes,
        "years": str(action.years or ""),
        "beside": action.beside,
        "since": rate.since.isoformat() if rate and rate.since else "",
        "marks": "; ".join(marks_of(rate, day)) if rate else "",
        "says": action.says,
        "habitats": " | ".join(action.habitats),
        "intervention": action.intervention,
        "source": source.cite,
        "url": source.url,
        "text_of": source.text_of.isoformat() if source.text_of else "",
        "checked": source.checked.isoformat(),
        "note": rate.note if rate else "",
    }


def of_pair(one: str, other: str) -> dict[str, str]:
    """Whether two actions, by their codes, can be paid for the same land. Raises NotFound."""
    found = together(action_named(one), action_named(other))
    return {
        "one": found.one.code,
        "other": found.other.code,
        "verdict": found.verdict,
        "why": found.why,
        "source": found.source.cite if found.source else "",
        "marks": found.source.mark if found.source else "",
        "checked": found.source.checked.isoformat() if found.source else "",
    }


VERDICTS: Mapping[str, str] = {
    "yes": "can be paid together",
    "with conditions": "can be paid together under conditions",
    "no": "cannot be paid together for the same land",
    "ask": "may or may not be paid together",
}


def pair_lines(found: Mapping[str, str]) -> Sequence[str]:
    """A pair in words."""
    lines = [f"{found['one']} and {found['other']} {VERDICTS[found['verdict']]}.", found["why"]]
    if found["source"]:
        mark = f" [{found['marks']}]" if found["marks"] else ""
        lines.append(f"Source: {found['source']}{mark}, checked {found['checked']}.")
    return lines

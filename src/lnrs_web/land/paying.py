"""What pays for the measures on land: actions of schemes with their rates on a day, what can be combined, and a sum."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from lnrs.funding.combining import Together, Verdict, together
from lnrs.funding.links import Offer, offers_for
from lnrs.funding.source import Source
from lnrs.funding.sums import YEARS, Chosen, Part, Sum, indicative, of_chosen
from lnrs.funding.tables import Action, actions
from lnrs.funding.words import about, assumptions, marks_of, rate_words
from lnrs.units import HA_M2
from lnrs_web.land.answer import Answer
from lnrs_web.land.needs import needs

YEARS_TO_CHOOSE = (5, 10, 20, 30)
ORDER: tuple[Verdict, ...] = ("no", "with conditions", "ask", "yes")
HEADINGS: Mapping[Verdict, str] = {
    "no": "Cannot be paid for the same land",
    "with conditions": "Can be combined under conditions",
    "ask": "No rule was found: ask both",
    "yes": "Can be combined",
}


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the sum: which actions, by their codes, and for how many years."""

    chosen: frozenset[str] = frozenset()
    years: int = YEARS


@dataclass(frozen=True)
class Paid:
    """An action that may pay for measures on the land."""

    offer: Offer
    measures: tuple[str, ...]
    """References of the measures."""
    area_ha: float
    """Land of those measures, where two share land once."""
    marks: tuple[str, ...]

    @property
    def rate(self) -> str:
        """Its rate in words."""
        return rate_words(self.offer.action, self.offer.rate)

    @property
    def here(self) -> str:
        """What it comes to on all that land: every year, or once. Nothing where it is not paid by the hectare."""
        rate, action = self.offer.rate, self.offer.action
        if rate is None or rate.per != "ha":
            return ""
        amount_p = round(self.area_ha * HA_M2) * rate.amount_p // int(HA_M2)
        return f"{about(amount_p)} {'a year' if action.paid == 'yearly' else 'once'}"


@dataclass(frozen=True)
class Told:
    """A rule between actions on the land, and between which it holds."""

    why: str
    source: Source | None
    pairs: tuple[str, ...]
    """Each action with those that it is about: `CAHL1 with CAHL2, CGS22`."""


@dataclass(frozen=True)
class Paying:
    """What pays for the measures on land, on a day."""

    day: date
    asked: Asked
    paid: tuple[Paid, ...]
    sum: Sum
    chosen: Chosen | None
    """None where nothing was chosen."""
    combining: tuple[tuple[Verdict, str, tuple[Told, ...]], ...]
    """By verdict, those that forbid first, with its heading."""
    assumed: Sequence[str]

    @property
    def by_measure(self) -> dict[str, list[Paid]]:
        """What may pay for each measure, by its reference."""
        found: dict[str, list[Paid]] = {}
        for one in self.paid:
            for ref in one.measures:
                found.setdefault(ref, []).append(one)
        return found

    @property
    def range(self) -> str:
        """The sum in words; nothing where no rate by the hectare is known for any of the land."""
        return _between(self.sum.least.over_p, self.sum.most.over_p) if self.sum.paid_m2 else ""

    @property
    def range_each_year(self) -> str:
        """What of it comes every year, in the years of the agreements."""
        return _between(*sorted((self.sum.least.yearly_p, self.sum.most.yearly_p)))

    @property
    def range_once(self) -> str:
        """What of it comes once; nothing where nothing does."""
        once = sorted((self.sum.least.once_p, self.sum.most.once_p))
        return _between(*once) if once[-1] else ""

    @property
    def paid_ha(self) -> float:
        """Land that the sum is for."""
        return self.sum.paid_m2 / HA_M2

    @property
    def unpaid_ha(self) -> float:
        """Mapped land for which no rate by the hectare is known."""
        return self.sum.unpaid_m2 / HA_M2

    @property
    def of_chosen(self) -> str:
        """The sum of what was chosen, in words."""
        if self.chosen is None:
            return ""
        amount = self.chosen.amount
        once = f", and {about(amount.once_p)} once" if amount.once_p else ""
        each_year = f"{about(amount.yearly_p)} a year while the agreements run"
        return f"about {about(amount.over_p)} over {self.asked.years} years: {each_year}{once}"

    @property
    def refused(self) -> list[tuple[str, str, float, str]]:
        """Of what was chosen, each pair that cannot be paid for the same land: codes, on how many hectares, why."""
        pairs = self.chosen.refused if self.chosen else ()
        return [(pair.one.code, pair.other.code, area_m2 / HA_M2, pair.why) for pair, area_m2 in pairs]

    @property
    def above_limit(self) -> list[str]:
        """Actions that come to more in a year than an agreement is paid, with their schemes' limit in words."""
        lines = (line.offer.action for line in self.sum.lines if line.above_limit)
        return [f"{one.code} on all of it comes to more than the limit. {one.scheme.limit}" for one in lines]


def _between(least_p: int, most_p: int) -> str:
    return f"about {about(least_p)}" if least_p == most_p else f"{about(least_p)} to {about(most_p)}"


def paying(found: Answer, day: date, asked: Asked | None = None) -> Paying:
    """What pays on a day for the measures that were found on land."""
    asked = asked or Asked()
    measures = {one.measure.pk: one.measure for one in found.measures}
    offers = {need.ref: offers_for(need, day) for need in needs(found.edition, list(measures.values()))}
    parts = [
        Part(max(1, round(area_ha * HA_M2)), tuple(measures[one].ref for one in here if one in measures))
        for area_ha, here in found.whole.mapped
    ]
    total = indicative(parts, offers, asked.years)
    known = {offer.action.code for several in offers.values() for offer in several}
    chosen = asked.chosen & known
    return Paying(
        day,
        Asked(chosen, asked.years),
        tuple(_paid(offers, parts, day)),
        total,
        of_chosen(parts, offers, chosen, asked.years) if chosen else None,
        tuple(_combining(offers, parts)),
        assumptions(total),
    )


def asked_of(values: Mapping[str, Sequence[str]]) -> Asked:
    """What a form asks: every `pay`, and `years`, which are those of the page where they are none of its choices."""
    years = next(iter(values.get("years", ())), "")
    return Asked(frozenset(values.get("pay", ())), int(years) if years in map(str, YEARS_TO_CHOOSE) else YEARS)


def _paid(offers: Mapping[str, Sequence[Offer]], parts: Sequence[Part], day: date) -> Iterator[Paid]:
    every = {offer.action.code: offer for several in offers.values() for offer in several}
    for code in (one for one in actions() if one in every):
        refs = tuple(ref for ref, several in offers.items() if any(offer.action.code == code for offer in several))
        area_m2 = sum(part.area_m2 for part in parts if set(part.measures) & set(refs))
        rate = every[code].rate
        yield Paid(every[code], refs, area_m2 / HA_M2, marks_of(rate, day) if rate else ())


def _combining(
    offers: Mapping[str, Sequence[Offer]], parts: Sequence[Part]
) -> Iterator[tuple[Verdict, str, tuple[Told, ...]]]:
    """The rules between actions that meet on some of the land; what is paid beside another stands and falls with it."""
    pairs: dict[tuple[str, str], Together] = {}
    for refs in dict.fromkeys(part.measures for part in parts):
        meeting = (offer.action for ref in refs for offer in offers.get(ref, ()) if not offer.action.beside)
        here: dict[str, Action] = {action.code: action for action in meeting}
        for one, other in combinations(here.values(), 2):
            if (other.code, one.code) not in pairs:
                pairs[one.code, other.code] = together(one, other)
    for verdict in ORDER:
        rules: dict[tuple[str, str], list[Together]] = {}
        for pair in pairs.values():
            if pair.verdict == verdict:
                rules.setdefault((pair.why, pair.source.cite if pair.source else ""), []).append(pair)
        if rules:
            told = tuple(Told(why, of[0].source, _pairs_in_words(of)) for (why, _), of in rules.items())
            yield verdict, HEADINGS[verdict], told


def _pairs_in_words(pairs: Sequence[Together]) -> tuple[str, ...]:
    with_one: dict[str, list[str]] = {}
    for pair in pairs:
        with_one.setdefault(pair.one.code, []).append(pair.other.code)
    return tuple(f"{one} with {', '.join(others)}" for one, others in with_one.items())


COLUMNS = (
    *("action", "scheme", "title", "measures", "area_ha", "rate", "amount_p", "per", "here", "years", "marks"),
    *("source", "source_url", "text_of", "checked", "says", "edition"),
)
"""The columns of the table to take away."""


def rows(found: Answer, told: Paying) -> Iterator[tuple[object, ...]]:
    """What pays, a row for each action."""
    for one in told.paid:
        action, rate = one.offer.action, one.offer.rate
        source = rate.source if rate else action.scheme.source
        yield (
            *(action.code, action.scheme.name, action.title, one.measures, round(one.area_ha, 4), one.rate),
            *(rate.amount_p if rate else None, rate.per if rate else "", one.here, action.years or None, one.marks),
            *(source.cite, source.url, source.text_of, source.checked, action.says, found.edition.identity),
        )

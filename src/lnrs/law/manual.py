"""The law manual: every rule, number, provision and stage as one Markdown page, made from the tables themselves."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from lnrs.law import periods
from lnrs.law.accounted import sources, stale_checks
from lnrs.law.finding import Force, Outcome, Source
from lnrs.law.periods import in_words
from lnrs.law.provisions import INSTRUMENTS, PROVISIONS, Instrument, Provision
from lnrs.law.rules import Rule, fixed_by_law, registered
from lnrs.law.stages import TABLE, stages_diagram, time_allowed
from lnrs.law.values import IN_FORCE, VALUES, Value

MARKS = {"": "", "second-hand": " (*second-hand*)", "unverified": " (**unverified**)"}

OUTCOMES = {
    Outcome.MET: "The rule is kept.",
    Outcome.NOT_MET: "The rule is broken.",
    Outcome.NOT_YET: "Nothing is wrong; its time has not come, or neither this step nor a later one is recorded.",
    Outcome.FOR_JUDGEMENT: "A person decides; the reason gathers what is known.",
}

FORCES = {
    Force.MUST: "The Act or the Regulations require it.",
    Force.HAVE_REGARD: "Statutory guidance: it may be departed from, with reasons.",
    Force.GOOD_PRACTICE: "What responsible authorities have done, or this software promises; nothing requires it.",
}

FORMS: tuple[tuple[str, Callable[[date, int], date], int], ...] = (
    ("28 days beginning with the day", periods.days_beginning_with, 28),
    ("28 days after the day", periods.days_after, 28),
    ("4 months beginning with the day", periods.months_beginning_with, 4),
    ("4 months after the day", periods.months_after, 4),
    ("3 years beginning with the day", periods.years_beginning_with, 3),
    ("3 years after the day", periods.years_after, 3),
)

EXAMPLE = date(2025, 1, 15)


def law_manual(as_of: date | None = None) -> str:
    """The manual as Markdown; the same tables give the same text.

    With `as_of` it also lists what has not been compared with the official text for a year by that day.
    """
    parts = (
        _opening(),
        _rules(),
        _values(),
        _counting(),
        _stages(),
        _provisions(),
        _not_verified(),
        _stale(as_of) if as_of else (),
    )
    return "\n".join(line for part in parts for line in part)


def _opening() -> Iterator[str]:
    yield "# The law as code\n"
    yield "This page is made from the tables and rules of `lnrs.law`. It helps people who know the law; it is not legal"
    yield "advice. What was read only in someone else's account of the law is marked *second-hand*, and what nobody has"
    yield "read at all **unverified**.\n"
    yield "A rule takes facts and gives one of four findings:\n"
    yield from _table(("finding", "what it means"), OUTCOMES.items())
    yield "What a rule that is not met means depends on how hard it binds:\n"
    yield from _table(("force", "what it means"), FORCES.items())


def _rules() -> Iterator[str]:
    yield "## Rules\n"
    for instrument in INSTRUMENTS:
        rules = [rule for rule in registered().values() if PROVISIONS[rule.provision].instrument == instrument]
        if rules:
            yield f"### {instrument.title}\n"
            yield f"Force: {instrument.force}.\n"
            for rule in rules:
                yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"#### `{rule.name}`\n"
    yield f"{rule.says}{' ' + ' '.join(rule.more.split()) if rule.more else ''}\n"
    yield f"- Source: {_source(rule.source)}"
    for name in rule.values:
        fixed = fixed_by_law(name)
        number = _number(fixed) if isinstance(fixed, Value) else in_words(fixed.day)
        yield f"- Uses: {fixed.title}: {number}{MARKS[fixed.source.mark]}"
    yield ""


def _values() -> Iterator[str]:
    yield "## Numbers and days fixed by law\n"
    days = [(day.title, in_words(day.day), _source(day.source)) for day in IN_FORCE.values()]
    yield from _table(("day", "is", "source"), days)
    numbers = [(value.title, _history(value), _source(value.source)) for value in VALUES.values()]
    yield from _table(("number", "history", "source"), numbers)


def _counting() -> Iterator[str]:
    yield "## Ways of counting\n"
    yield "The form of words decides whether the first day counts.\n"
    forms = [(words, f"`{count.__name__}`", in_words(count(EXAMPLE, number))) for words, count, number in FORMS]
    yield from _table(("the words", "the function", f"last day, from {in_words(EXAMPLE)}"), forms)


def _stages() -> Iterator[str]:
    yield "## Stages\n"
    yield f"```mermaid\n{stages_diagram()}```\n"
    rows = [
        (
            row.title,
            str(row.turn),
            time_allowed(row.stage) or "none fixed",
            _link(PROVISIONS[row.provision].source),
        )
        for row in TABLE
    ]
    yield from _table(("stage", "whose turn", "time", "source"), rows)


def _provisions() -> Iterator[str]:
    yield "## Provisions\n"
    for instrument in INSTRUMENTS:
        yield f"### {instrument.title}: provisions\n"
        yield from _table(
            ("provision", "what it asks", "its code", "checked"), map(_provision, _of_instrument(instrument))
        )


def _of_instrument(instrument: Instrument) -> list[Provision]:
    return [provision for provision in PROVISIONS.values() if provision.instrument == instrument]


def _provision(provision: Provision) -> tuple[str, ...]:
    code = ", ".join(f"`{name}`" for name in provision.coded) or f"not coded: {provision.not_coded}"
    source, checked = provision.source, provision.source.checked
    return provision.id, provision.says, code, f"{in_words(checked) if checked else ''}{MARKS[source.mark]}".strip()


def _not_verified() -> Iterator[str]:
    yield "## What is not verified\n"
    yield "Read these against the official text first; the tables `provisions.toml` and `values.toml` hold them.\n"
    rows = [
        (source.cite, what, source.note or "The text was not read.")
        for what, source in sources()
        if not source.verified
    ]
    yield from _table(("citation", "what is believed", "why it is unverified"), rows)


def _stale(as_of: date) -> Iterator[str]:
    yield f"## Checks older than a year on {in_words(as_of)}\n"
    stale = stale_checks(as_of)
    if not stale:
        yield "None.\n"
        return
    yield from _table(
        ("what", "source", "checked"), [(one.what, _source(one.source), in_words(one.checked)) for one in stale]
    )


def _source(source: Source) -> str:
    return f"{_link(source)}. {source.note}".rstrip()


def _link(source: Source) -> str:
    return f"[{source.cite}]({source.url}){MARKS[source.mark]}"


def _number(value: Value) -> str:
    return f"{value.history[-1].value} {value.unit}"


def _history(value: Value) -> str:
    return "; ".join(f"{amount.value} {value.unit} from {in_words(amount.since)}" for amount in value.history)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    yield from (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
    yield ""

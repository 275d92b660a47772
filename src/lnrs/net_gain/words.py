"""A metric in words: the headline, the trading rules, the reasons for every unit, and what was noticed."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from lnrs.bng.net_change import ModuleResult, Row
from lnrs.bng.tables import Module
from lnrs.law.periods import in_words
from lnrs.net_gain.assessment import Assessment

MODULE_WORDS: dict[Module, str] = {
    "area": "Area habitats",
    "hedgerow": "Hedgerows",
    "watercourse": "Watercourses",
}
PART_WORDS = {
    "before": "there before",
    "retained": "retained",
    "bespoke": "bespoke compensation",
    "created": "created",
    "enhanced": "enhanced",
}
COLUMNS = ("Module", "On site before", "On site after", "Off site before", "Off site after", "Net change", "Share")
ADVICE = "It is no legal advice, and what goes with an application is the official tool."


def lines(found: Assessment) -> Iterator[str]:
    """Whose metric it is, under which rules, and what was noticed."""
    yield f"{title(found)}: statutory biodiversity metric"
    for label, said in particulars(found):
        yield f"{label}: {said}"
    yield from (f"Noticed: {one}" for one in noticed(found))


def title(found: Assessment) -> str:
    """The project's name, or the file's."""
    return found.file.project.name or found.file.name


def particulars(found: Assessment) -> list[tuple[str, str]]:
    """What has to be known of the file and of the rules, by label."""
    project, rules = found.file.project, found.metric.rules
    kind = "official workbook" if found.file.kind == "workbook" else "GeoPackage of the template"
    version = f", version {project.version}" if project.version else ""
    said = [
        ("File", f"{found.file.name}, {kind}{version}"),
        ("Planning authority", project.planning_authority),
        ("Application", project.application),
        ("Completed", " by ".join(filter(None, (day(project.completed), project.completed_by)))),
        ("Rules", f"{rules.title}, as of {day(found.on)}. Source: {rules.source}"),
    ]
    return [(label, words) for label, words in said if words]


def noticed(found: Assessment) -> list[str]:
    """What was repaired, guessed or refused its say, and how far it agrees with what was kept in the file."""
    return [*(str(one) for one in found.file.findings), *compared(found)]


def compared(found: Assessment) -> Iterator[str]:
    """How far the units that a spreadsheet program kept are ours."""
    if not found.compared:
        if found.file.kind == "workbook":
            yield "no results were kept in the workbook, so there is nothing to compare with."
        return
    unlike = found.differences
    if not unlike:
        yield f"all {found.compared} numbers of units that were kept in the workbook are the same here, to 1e-9."
        return
    yield f"{len(unlike)} of {found.compared} numbers of units that were kept in the workbook are others here:"
    for one in unlike:
        ours = "none" if one.ours is None else f"{one.ours:.10g}"
        yield f"{one.kept.ref}, {PART_WORDS[one.kept.part]}: {one.kept.units:.10g} was kept, {ours} is ours."


def rows(found: Assessment) -> list[tuple[str, ...]]:
    """The headline, a row for each module that has anything; for COLUMNS."""
    return [_row(one, found) for one in with_something(found)]


def with_something(found: Assessment) -> list[ModuleResult]:
    """The modules that the metric has any habitat of."""
    there = {row.module for row in found.metric.rows}
    return [one for one in found.metric.modules if one.module in there]


def _row(one: ModuleResult, found: Assessment) -> tuple[str, ...]:
    before = (units(one.on_site.before), units(one.off_site_counted.before))
    if found.file.only_before:
        return (MODULE_WORDS[one.module], before[0], "", before[1], "", "", "")
    after = (units(one.on_site.after), units(one.off_site_counted.after))
    sides = (before[0], after[0], before[1], after[1])
    return (MODULE_WORDS[one.module], *sides, signed(one.change), share(one.share))


def verdicts(found: Assessment) -> Iterator[str]:
    """The test of 10 % and the trading rules of each module."""
    if found.file.only_before:
        yield "What becomes of it is not said, so there is no change to judge."
        return
    for one in with_something(found):
        yield f"{MODULE_WORDS[one.module]}: {gain(one)}"
        for rule in one.trading:
            if rule.change or rule.missing:
                yield f"  {rule}"


def gain(one: ModuleResult) -> str:
    """Whether the gain that is asked for is reached."""
    asked = f"{100 * float(one.least_gain):g} %"
    if one.on_site.before == 0:
        return f"nothing was on the site, so no share can be said; the change is {signed(one.change)} units."
    if one.missing:
        return f"{asked} gain is not reached: {units(one.missing)} units are missing ({share(one.share)})."
    return f"{asked} gain is reached ({share(one.share)})."


def explained(found: Assessment, ref: str) -> Iterator[str]:
    """Every unit of a parcel with its reasons. Raises NotFound."""
    for row in found.rows_of(ref):
        if counts(row):
            yield f"{row.ref}, {row_words(row)}: {units(row.units.value)} units"
            yield from (f"  {line}" for line in str(row.units).splitlines())


def counts(row: Row) -> bool:
    """Whether there is anything to say of a row: what is retained of most parcels is nothing."""
    return bool(row.units.value) or row.part == "before"


def row_words(row: Row) -> str:
    """What a row counts."""
    return f"{PART_WORDS[row.part]}{'' if row.on_site else ', off the site'}"


def units(value: Fraction) -> str:
    """Units to four decimals."""
    return f"{float(value):,.4f}"


def signed(value: Fraction) -> str:
    """The same with its sign."""
    return f"{float(value):+,.4f}"


def share(value: Fraction | None) -> str:
    """A share as a percentage with its sign."""
    return "" if value is None else f"{float(value):+,.2%}"


def day(on: date | None) -> str:
    """A day as people write it; empty where there is none."""
    return "" if on is None else in_words(on)

"""The report of a metric as a spreadsheet: sheets with a heading, and numbers as numbers."""

from collections.abc import Iterator, Sequence

from lnrs.bng.net_change import Row
from lnrs.document.xlsx import Sheet, workbook
from lnrs.net_gain import words
from lnrs.net_gain.assessment import Assessment

Cells = Sequence[object]


def spreadsheet(found: Assessment) -> bytes:
    """The bytes of an Excel workbook; the same metric gives the same bytes."""
    facts = [(label, said) for label, said in words.particulars(found)]
    return workbook(
        [
            Sheet("Metric", ("What", "Said"), [("Project", words.title(found)), *facts, ("Note", words.ADVICE)]),
            Sheet("Headline", HEADLINE, list(_headline(found))),
            Sheet("Trading rules", TRADING, list(_trading(found))),
            Sheet("Units", UNITS, [_units(row) for row in found.metric.rows]),
            Sheet("Reasons", REASONS, [cells for row in found.metric.rows for cells in _reasons(row)]),
            Sheet("Noticed", ("What was noticed",), [(said,) for said in words.noticed(found)]),
        ]
    )


HEADLINE = (*words.COLUMNS[:-1], "Share of what was on the site", "Gain asked for", "Units missing")
TRADING = ("Module", "Band", "A loss is made good with", "Change", "Left for lower bands", "Units missing", "Kept")
UNITS = ("Parcel", "Module", "Habitat", "Counts as", "Where", "Units")
REASONS = ("Parcel", "Counts as", "Term", "Factor", "Because", "Value")


def _headline(found: Assessment) -> Iterator[Cells]:
    for one in words.with_something(found):
        sides = (one.on_site.before, one.on_site.after, one.off_site_counted.before, one.off_site_counted.after)
        gain = (one.change, one.share, one.least_gain, one.missing)
        yield words.MODULE_WORDS[one.module], *(None if value is None else float(value) for value in (*sides, *gain))


def _trading(found: Assessment) -> Iterator[Cells]:
    for one in words.with_something(found):
        for rule in one.trading:
            numbers = (float(rule.change), float(rule.available), float(rule.missing))
            yield words.MODULE_WORDS[one.module], rule.band, rule.rule, *numbers, "yes" if rule.kept else "no"


def _units(row: Row) -> Cells:
    where = "on the site" if row.on_site else "off the site"
    module = words.MODULE_WORDS[row.module]
    return row.ref, module, row.habitat, words.PART_WORDS[row.part], where, float(row.units.value)


def _reasons(row: Row) -> Iterator[Cells]:
    for term in row.units.terms:
        for factor in term.factors:
            yield row.ref, words.PART_WORDS[row.part], term.name, factor.name, factor.says, float(factor.value)

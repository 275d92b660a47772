"""The report of a metric as a document, from which an accessible page and a tagged PDF are made."""

from collections.abc import Iterator
from itertools import groupby

from lnrs.bng.net_change import ModuleResult, Row
from lnrs.document import tree
from lnrs.document.tree import (
    Block,
    Column,
    Content,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    List,
    Note,
    Paragraph,
    Strong,
    Table,
    Term,
    Terms,
)
from lnrs.net_gain import words
from lnrs.net_gain.assessment import Assessment
from lnrs.statement.finishing import finished

MINUS = "\u2212"
NOTHING = {"+0.0000": "0", "-0.0000": "0", "0.0000": "0"}


def document(found: Assessment) -> Document:
    """The whole report, finished and numbered."""
    return finished(
        Document(
            title=words.title(found),
            subtitle="Statutory biodiversity metric",
            authority=found.file.project.planning_authority,
            label="",
            particulars=tuple(Term((label,), (said,)) for label, said in words.particulars(found)),
            blocks=tuple(_blocks(found)),
            sheet=True,
        )
    )


def _blocks(found: Assessment) -> Iterator[Block]:
    modules = words.with_something(found)
    yield Heading(2, "The headline", "headline")
    if not modules:
        yield Paragraph(("The file has no habitat that the metric counts.",))
    elif found.file.only_before:
        yield Note(("What becomes of the habitats is not said, so there is no change to judge.",))
    else:
        yield KeyFigures(tuple(_key_figure(one) for one in modules))
    if modules:
        yield _headline(found)
    if not found.file.only_before:
        yield from (_verdict(one) for one in modules)
        yield Heading(2, "Trading rules", "trading")
        yield Paragraph(("What a loss of one habitat may be made good with, by band of distinctiveness.",))
        yield from (_trading(one) for one in modules)
    yield Heading(2, "Parcel by parcel", "parcels")
    for one in modules:
        yield _parcels(one, [row for row in found.metric.rows if row.module == one.module and words.counts(row)])
    yield Heading(2, "Why each has so many units", "reasons")
    yield from _reasons(found)
    yield Heading(2, "What was noticed", "noticed")
    yield List(tuple((Paragraph((said,)),) for said in words.noticed(found) or ["Nothing was repaired or guessed."]))
    yield Heading(2, "How it was worked out", "how")
    rules = found.metric.rules
    yield Paragraph((f"{rules.source}. {rules.licence}. ", tree.Link((rules.url,), rules.url)))
    yield from (Paragraph((note,)) for note in rules.notes)
    yield Paragraph((words.ADVICE,))


def _key_figure(one: ModuleResult) -> KeyFigure:
    label = f"{words.MODULE_WORDS[one.module].lower()}, net change in units"
    return KeyFigure(_number(words.signed(one.change)), label, _number(words.share(one.share)))


def _headline(found: Assessment) -> Table:
    first, *others = words.COLUMNS
    return Table(
        caption="Units before and afterwards; those off the site with spatial risk",
        columns=(Column(first, share=2.0), *(Column(title, numeric=True) for title in others)),
        rows=tuple(
            tree.Row((_cell(name), *(_cell(_number(cell)) for cell in cells))) for name, *cells in words.rows(found)
        ),
        anchor="units",
    )


def _verdict(one: ModuleResult) -> Paragraph:
    return Paragraph((Strong((f"{words.MODULE_WORDS[one.module]}: ",)), words.gain(one)))


def _trading(one: ModuleResult) -> Table:
    rows = tuple(
        tree.Row(
            (
                (rule.band,),
                (rule.rule,),
                (_number(words.signed(rule.change)),),
                (_number(words.signed(rule.available)),),
                ("kept",) if rule.kept else (Strong((f"{words.units(rule.missing)} units missing",)),),
            )
        )
        for rule in one.trading
    )
    columns = (
        Column("Band"),
        Column("A loss is made good with", share=2.5),
        Column("Change", numeric=True),
        Column("Left for lower bands", numeric=True),
        Column("The rule is", share=1.5),
    )
    return Table(f"Trading rules: {words.MODULE_WORDS[one.module].lower()}", columns, rows, f"trading-{one.module}")


def _parcels(one: ModuleResult, own: list[Row]) -> Table:
    rows = tuple(
        tree.Row(((row.ref,), (row.habitat,), (words.row_words(row),), (words.units(row.units.value),))) for row in own
    )
    columns = (Column("Parcel"), Column("Habitat", share=3.0), Column("Counts as", share=1.5), Column("Units", True))
    return Table(f"Units of {words.MODULE_WORDS[one.module].lower()}", columns, rows, f"parcels-{one.module}")


def _reasons(found: Assessment) -> Iterator[Block]:
    rows = [row for row in found.metric.rows if row.units.value]
    for ref, own in groupby(sorted(rows, key=lambda row: _order(found)[row.ref]), key=lambda row: row.ref):
        yield Heading(3, f"Parcel {ref}", f"parcel-{ref}", listed=False)
        yield Terms(tuple(_reason(row) for row in own))


def _order(found: Assessment) -> dict[str, int]:
    return {ref: at for at, ref in enumerate(dict.fromkeys(row.ref for row in found.metric.rows))}


def _reason(row: Row) -> Term:
    said: list[Content] = [(line,) for line in str(row.units).splitlines()]
    return Term((f"{row.habitat}, {words.row_words(row)}",), tree.lines(*said))


def _number(text: str) -> str:
    """A number as it is printed: with a minus, and without a sign where it is nothing."""
    return NOTHING.get(text, text.replace("-", MINUS))


def _cell(text: str) -> Content:
    return (text,) if text else ()

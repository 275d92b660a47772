"""Certificates and statements as documents: tagged PDFs are made from them."""

from collections.abc import Iterator

from lnrs.document.tree import (
    Block,
    Column,
    Content,
    Document,
    Heading,
    Link,
    List,
    Note,
    Paragraph,
    Row,
    Strong,
    Table,
    Term,
    Terms,
)
from lnrs.nutrients.credits import GRAMS_PER_CREDIT, pounds
from lnrs_web.areas.queries import slug_of
from lnrs_web.nutrients import addresses
from lnrs_web.nutrients.accounts import PENCE
from lnrs_web.nutrients.deadlines import PAY_WEEKS, TELL_WEEKS, permission_by
from lnrs_web.nutrients.models import Certificate, Entry, Scheme
from lnrs_web.nutrients.statement import Statement
from lnrs_web.strategy import queries as strategies
from lnrs_web.strategy.paper import INVENTED, term

TITLES = {Certificate.Sort.PROVISIONAL: "Provisional certificate", Certificate.Sort.FINAL: "Final certificate"}

NOT_OVER = Note(
    (Strong(("The quarter is not over. ",)), "What is written down until its last day is not in this statement yet.")
)


def certificate(found: Certificate) -> Document:
    """A certificate of nutrient credits; what it says does not change, whether it holds is asked at its address."""
    one = found.application
    address = addresses.verification(found)
    particulars = [
        term("Code", found.code),
        term("Given on", f"{found.issued_on:%-d %B %Y}"),
        term("Given by", one.scheme.operator),
        term("Application", one.reference),
        Term(("See whether it holds at",), (Link((address,), address),)),
    ]
    return Document(
        title=TITLES[Certificate.Sort(found.sort)],
        subtitle=f"Nutrient credits for {one.development}",
        authority=one.scheme.title,
        label=_label(one.scheme),
        particulars=tuple(particulars),
        blocks=tuple(_certificate(found)),
        sheet=True,
    )


def _certificate(found: Certificate) -> Iterator[Block]:
    one = found.application
    yield Terms(
        (
            term("For", one.organisation),
            term("Development", f"{one.development}, {one.dwellings:,} dwellings"),
            term("Planning authority", one.planning_authority),
            term("Planning reference", one.planning_reference or "none yet"),
            term("Protected site", one.scheme.of_catchment.title),
        )
    )
    yield Heading(2, "The credits", "credits")
    columns = (
        Column("Nutrient"),
        Column("For how long", share=1.6),
        Column("Credits", True),
        Column("Grams a year", True),
    )
    rows = [
        Row(
            (
                (line.nutrient.capitalize(),),
                ("for ever" if line.until is None else f"until {line.until:%-d %B %Y}",),
                (f"{line.credits:,}",),
                (f"{line.credits * GRAMS_PER_CREDIT:,}",),
            )
        )
        for line in one.lines.all()
    ]
    yield Table("A credit is a tenth of a kilogram a year", columns, tuple(rows), "lines", number=1)
    yield Heading(2, "What they rest on", "supply")
    entries = Entry.objects.filter(movement=found.movement).select_related("source__supply")
    rests = [
        f"{entry.amount:,} g of {entry.source.supply.nutrient} a year: {entry.source.supply.name}, by "
        f"{entry.source.supply.provider}, working since {entry.source.supply.vintage:%-d %B %Y}, verified by "
        f"{entry.source.supply.verified_by} on {entry.source.supply.verified_on:%-d %B %Y}"
        for entry in entries
        if entry.source.supply
    ]
    yield List(tuple((Paragraph((line,)),) for line in rests))
    yield Heading(2, "What it means", "means")
    if found.sort == Certificate.Sort.PROVISIONAL:
        last = permission_by(found.issued_on)
        yield Paragraph(
            (
                f"The credits are held for this development. Planning permission has to be given by {last:%-d %B %Y}, "
                f"unless that day is put off in writing; the decision is told to the scheme within {TELL_WEEKS} weeks, "
                f"and the rest of the price is paid within {PAY_WEEKS} weeks of it. Otherwise the credits may be "
                "released.",
            )
        )
    else:
        yield Paragraph(("The credits are this development’s for good, and are sold to nobody else.",))
    where = addresses.verification(found)
    yield Note((Strong(("Before you rely on it: ",)), "look at ", Link((where,), where), ", which says how it stands."))


def statement(found: Statement) -> Document:
    """The statement of a quarter."""
    scheme = found.scheme
    return Document(
        title="Statement of credits",
        subtitle=f"{found.quarter}{': not over yet' if found.is_running else ''}",
        authority=scheme.operator,
        label=_label(scheme),
        particulars=(
            term("Scheme", scheme.title),
            term("Protected site", scheme.of_catchment.title),
            term("Printed on", f"{found.on:%-d %B %Y}"),
        ),
        blocks=(*([NOT_OVER] if found.is_running else []), *_statement(found)),
        sheet=True,
    )


def _statement(found: Statement) -> Iterator[Block]:
    for number, part in enumerate(found.parts, 1):
        title = "Money" if part.unit == PENCE else part.unit.capitalize()
        yield Heading(2, title, part.unit)
        columns = (Column("What", share=2.4), *(Column(kind.capitalize(), True) for kind in part.kinds))
        rows = [
            Row(((row.words,), *((amount_words(part.unit, one),) for one in row.amounts)), total=row.is_balance)
            for row in part.rows
        ]
        unit = "Pounds" if part.unit == PENCE else "Grams a year"
        yield Table(f"{unit}, by account", columns, tuple(rows), f"table-{part.unit}", number=number)
    yield Heading(2, "Certificates given", "certificates")
    if not found.certificates:
        yield Paragraph(("None.",))
        return
    columns = (Column("Code"), Column("What", share=1.4), Column("Given on"), Column("Application"))
    given = [
        Row(
            tuple[Content, ...](
                ((one.code,), (one.get_sort_display(),), (f"{one.issued_on:%-d %B %Y}",), (one.application.reference,))
            )
        )
        for one in found.certificates
    ]
    yield Table("In the order in which they were given", columns, tuple(given), "given", number=len(found.parts) + 1)


def amount_words(unit: str, amount: int) -> str:
    """An amount of a statement as it is shown.

    >>> amount_words("phosphorus", 12345), amount_words("pence", -150)
    ('12,345', '-£1.50')
    """
    return pounds(amount) if unit == PENCE else f"{amount:,}"


def _label(scheme: Scheme) -> str:
    """What stands on every page: the credits of an invented strategy are an example too."""
    edition = strategies.current(slug_of(scheme.of))
    return INVENTED if edition and edition.invented else ""

"""What pays for the measures on land, as blocks of a document to print."""

from collections.abc import Iterator

from lnrs.document.tree import Block, Column, Content, Heading, Paragraph, Row, Strong, Table, lines
from lnrs.funding.words import in_words
from lnrs_web.land.paying import Paid, Paying
from lnrs_web.pages.words import ha
from lnrs_web.strategy.paper import bullets


def what_pays(paying: Paying) -> Iterator[Block]:
    """The actions, the sum with what it takes for granted, and what cannot be combined."""
    yield Heading(3, "What pays", "pays")
    if not paying.paid:
        yield Paragraph(("No scheme that is known here pays for the habitats of the measures on this land.",))
        return
    yield Table(
        f"What may pay, at the rates of {in_words(paying.day)}",
        (
            Column("Action", share=1.6),
            Column("For", share=0.7),
            Column("Rate, and how sure it is", share=1.6),
            Column("On your land", numeric=True, share=0.9),
        ),
        tuple(_row(one) for one in paying.paid),
        "pays-table",
    )
    if paying.range:
        yield Paragraph(
            (
                Strong((f"An indicative sum: {paying.range} over {paying.asked.years} years",)),
                f" for {ha(paying.paid_ha)}, with one action for each hectare. It is no offer, and takes for granted:",
            )
        )
        yield bullets(paying.assumed)
    for verdict, heading, told in paying.combining:
        if verdict != "yes":
            yield Paragraph((Strong((f"{heading}.",)),))
            yield bullets(f"{rule.why} {'; '.join(rule.pairs)}." for rule in told)


def _row(one: Paid) -> Row:
    action = one.offer.action
    rate = one.offer.rate
    checked = (f"{rate.source.cite}, checked {in_words(rate.source.checked)}",) if rate else ()
    said: Content = lines(*((text,) for text in (one.rate, *one.marks, *checked)))
    here = lines((ha(one.area_ha),), *(((one.here,),) if one.here else ()))
    return Row(((f"{action.code} {action.title}",), lines(*((ref,) for ref in one.measures)), said, here))

"""An account of 30 by 30 as one accessible page."""

from collections.abc import Iterator, Sequence

from lnrs.document.html import render_html
from lnrs.document.tree import Block, Column, Document, Heading, KeyFigure, KeyFigures, Paragraph, Row, Table, Term
from lnrs.statement.finishing import finished
from lnrs.statement.plain_words import capital, counted, day, ha, hectares, percent
from lnrs.thirty_by_thirty.candidates import SOURCE
from lnrs.thirty_by_thirty.counting import Count, Tally
from lnrs.thirty_files import words
from lnrs.thirty_files.account import Account

MOST_CANDIDATES = 500
TALLY = (Column("Counts, ha", numeric=True), Column("Could count, ha", numeric=True), Column("Fails, ha", numeric=True))


def page(found: Account) -> str:
    """The page as HTML without other files."""
    whole = found.counts[0]
    document = Document(
        title=f"30 by 30 in {whole.place.name}",
        subtitle="Land and sea that counts towards 30 % for nature by 2030",
        authority="",
        label="",
        particulars=(Term(("As at",), (day(found.on),)), Term(("The three tests",), (SOURCE,))),
        blocks=tuple(_blocks(found, whole)),
    )
    return render_html(finished(document))


def _blocks(found: Account, whole: Count) -> Iterator[Block]:
    share = "not known" if whole.share is None else percent(whole.share)
    missing = "not known" if whole.missing_ha is None else ha(whole.missing_ha)
    yield Heading(2, "What counts", "counts")
    yield KeyFigures(
        (
            KeyFigure(share, "of the land counts", ha(whole.total.counts_ha)),
            KeyFigure(ha(whole.total.could_ha), "could count"),
            KeyFigure(missing, "from here to 30 %"),
        )
    )
    for line in words.lines(found):
        yield Paragraph((line,))
    titles = [capital(title) for title in words.PLACE_TITLES]
    columns = (Column(titles[0], share=2.0), Column(titles[1]), *(Column(title, numeric=True) for title in titles[2:]))
    yield Table("Places", columns, _rows(words.table(found)), "places")
    yield Heading(2, "Whose it is, and what it is designated as", "whose")
    yield _tallies("By owner", "owner", "Owner", [(owner, one) for owner, one in whole.by_owner.items()])
    kinds = [(words.designation_words(code), one) for code, one in whole.by_designation.items()]
    yield _tallies("By designation", "designation", "Designation", kinds)
    yield Heading(2, "The way to 2030", "way")
    yield Paragraph(("Nothing is forecast: days to come are counted with what is known now, as answers run out.",))
    yield _way(found)
    yield Heading(2, "Candidates", "candidates")
    if len(found.pieces) > MOST_CANDIDATES:
        of = counted(len(found.pieces), "candidate")
        yield Paragraph((f"The first {MOST_CANDIDATES} of {of}; the table has them all.",))
    yield _candidates(found)


def _rows(rows: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    return tuple(Row(tuple((cell,) for cell in row)) for row in rows)


def _tallies(caption: str, anchor: str, title: str, tallies: Sequence[tuple[str, Tally]]) -> Table:
    rows = [
        (capital(name), hectares(one.counts_ha), hectares(one.could_ha), hectares(one.fails_ha))
        for name, one in tallies
    ]
    return Table(caption, (Column(title, share=2.0), *TALLY), _rows(rows), anchor)


def _way(found: Account) -> Table:
    columns = (
        Column("Day"),
        Column("Counts, ha", numeric=True),
        Column("On the straight line to 30 %, ha", numeric=True),
        Column("How it is known", share=2.0),
    )
    rows = [
        (
            day(one.on),
            hectares(one.counts_ha),
            "" if one.wanted_ha is None else hectares(one.wanted_ha),
            "as recorded" if one.known else "if nothing more is done",
        )
        for one in found.way
    ]
    return Table("Hectares that count at the ends of years", columns, _rows(rows), "way-table")


def _candidates(found: Account) -> Table:
    columns = (
        Column("Candidate", share=2.0),
        Column("Designation"),
        Column("Owner"),
        Column("How it stands", share=2.0),
        Column("Counted as its own, ha", numeric=True),
    )
    rows = [
        (
            row["name"] or row["ref"],
            words.designation_words(row["designation"]),
            row["owner"],
            words.status_words(row["status"]) + (f": {row['lacks']}" if row["lacks"] else ""),
            hectares(row["own_ha"]),
        )
        for row in words.candidate_rows(found)[:MOST_CANDIDATES]
    ]
    return Table("In the order in which land is counted", columns, _rows(rows), "candidates-table")

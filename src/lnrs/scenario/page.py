"""The comparison as a document: what each scenario asks, the figures and maps side by side, how it was worked out."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import pandas as pd

from lnrs.document.tree import (
    Block,
    Break,
    Column,
    Content,
    Document,
    Figure,
    Heading,
    List,
    Paragraph,
    Row,
    SideBySide,
    Table,
    Term,
    Terms,
)
from lnrs.scenario.figures import Line, across, by_line
from lnrs.scenario.outcome import Outcome, Setting
from lnrs.scenario.problem import UNSUITED, measures_of
from lnrs.scenario.words import in_words, pounds, result, said
from lnrs.statement.finishing import finished
from lnrs.statement.plain_words import capital, day, hectares
from lnrs.strategy.folder import Strategy
from lnrs.strategy.references import prefix_of

SUBTITLE = "Scenarios side by side"
WORKING_PAPER, INVENTED_PAPER = "A working paper", "A working paper about an invented landscape"
MINUS = "\u2212"
MOST_BESIDE = 5
"""Scenarios beside the strategy as it stands in one table."""


def document(setting: Setting, outcomes: Sequence[Outcome], maps: Sequence[Figure], credit: str) -> Document:
    """The comparison, finished and numbered; the first outcome is the strategy as it stands. `credit` are the words
    that the layers' licences ask for."""
    strategy = setting.strategy
    record = strategy.record
    particulars = (
        ("Strategy area", strategy.area.name),
        ("Responsible authority", strategy.area.responsible_authority),
        ("Strategy folder of edition", record.edition),
        ("Data as at", day(record.as_of)),
    )
    return finished(
        Document(
            title=record.title,
            subtitle=SUBTITLE,
            authority=strategy.area.responsible_authority,
            label=INVENTED_PAPER if record.invented else WORKING_PAPER,
            particulars=tuple(Term((label,), (words,)) for label, words in particulars),
            blocks=(
                *_side_by_side(outcomes),
                Heading(2, "The maps", "maps"),
                SideBySide(tuple(maps)),
                *_asked(strategy, outcomes),
                *_habitats(outcomes),
                *_places(outcomes),
                *_measures(strategy, outcomes),
                *_costs(setting),
                *_how(),
                Heading(3, "Sources", "sources"),
                Paragraph((credit or "The layers of the strategy folder ask for no credit.",)),
            ),
        )
    )


def _side_by_side(outcomes: Sequence[Outcome]) -> Iterator[Block]:
    yield Heading(2, "Side by side", "side-by-side")
    yield Paragraph(
        (
            "Each column is the whole strategy worked out anew: the land as the scenario has it, the same rules, and "
            "of the places they choose those that the scenario can afford or asks for. Under each figure stands the "
            "difference from the strategy as it stands.",
        )
    )
    lines = by_line(outcomes)
    for some in _beside(len(outcomes)):
        rows: list[Row] = []
        for group, ours in groupby(lines.items(), key=lambda item: item[0].group):
            rows.append(Row(((group,), *(() for _ in some)), total=True))
            rows += [Row(((_labelled(line),), *_cells(line, [values[k] for k in some]))) for line, values in ours]
        shown = [outcomes[k] for k in some]
        yield Table("The scenarios in figures", _columns("Figure", shown), tuple(rows), "table-figures", _note())


def _beside(count: int) -> Iterator[list[int]]:
    """Which outcomes stand in one table: the strategy as it stands, and as many others as a sheet of paper has room
    for."""
    for begin in range(1, max(count, 2), MOST_BESIDE):
        yield [0, *range(begin, min(begin + MOST_BESIDE, count))]


def _note() -> Content:
    return (
        "Connected habitat is the size of a single patch that would be worth as much to wildlife as all habitat where "
        "it lies (equivalent connected area). Hectares times score adds up how well each place suits its measure. "
        "Land under two measures is counted once as land, and twice in what it costs and in hectares times score.",
    )


def _labelled(line: Line) -> str:
    return f"{line.label} (ha)" if line.unit == "ha" else line.label


def _cells(line: Line, values: Sequence[float | None]) -> Iterator[Content]:
    first = values[0]
    for number, value in enumerate(values):
        if value is None:
            yield ("not known",)
        elif number and first is not None:
            yield (said(line, value), Break(), _difference(line, value - first))
        else:
            yield (said(line, value),)


def _difference(line: Line, by: float) -> str:
    return f"{'+' if by > 0 else MINUS}{said(line, abs(by))}" if abs(by) >= 0.05 else "the same"


def _columns(first: str, outcomes: Sequence[Outcome], share: float = 1.6) -> tuple[Column, ...]:
    return (Column(first, share=share), *(Column(one.title, numeric=True) for one in outcomes))


def _asked(strategy: Strategy, outcomes: Sequence[Outcome]) -> Iterator[Block]:
    yield Heading(2, "What each scenario asks", "scenarios")
    words = {one.ref: one.measure for one in strategy.measures}
    for one in outcomes:
        yield Heading(3, one.title, f"scenario-{one.name}")
        if one.scenario:
            yield Paragraph((one.scenario.question,))
        sentences = [*in_words(one.scenario, strategy.themes), *result(one)]
        yield List(tuple((Paragraph((sentence,)),) for sentence in sentences))
        if one.scenario and (named := _named(one, strategy)):
            yield Terms(tuple(Term((ref,), (words[ref],)) for ref in named))


def _named(one: Outcome, strategy: Strategy) -> list[str]:
    """References of the measures that a scenario names."""
    assert one.scenario
    asked = [ref for target in one.scenario.target if target.measure for ref in measures_of(target, strategy.measures)]
    return list(dict.fromkeys([*asked, *one.scenario.without]))


def _habitats(outcomes: Sequence[Outcome]) -> Iterator[Block]:
    yield Heading(2, "Each habitat", "habitats")
    for column, caption in (
        ("area_after_ha", "Hectares of each habitat after the measures"),
        ("connected_after_ha", "Hectares of connected habitat, habitat by habitat, after the measures"),
    ):
        yield from _tables(
            caption, "Habitat", across(outcomes, "lawton", "habitat", column), outcomes, f"table-{column}"
        )


def _places(outcomes: Sequence[Outcome]) -> Iterator[Block]:
    if "by_district" in outcomes[0].habitat_map.figures:
        yield Heading(2, "Each district", "districts")
        found = across(outcomes, "by_district", "name", "mapped_ha")
        yield from _tables("Hectares under measures in each district", "District", found, outcomes, "table-districts")


def _measures(strategy: Strategy, outcomes: Sequence[Outcome]) -> Iterator[Block]:
    found = across(outcomes, "by_measure", "measure", "area_ha")
    names = {one.ref: one.measure for one in strategy.measures}
    yield Heading(2, "Each measure", "measures")
    for theme in strategy.themes:
        ours = [ref for ref in found.index if prefix_of(ref) == theme.prefix]
        if ours:
            yield Heading(3, theme.name, f"measures-{theme.prefix}")
            rows = found.loc[ours].rename(index=lambda ref: f"{ref} {names[ref]}")
            yield from _tables(
                f"Hectares of each measure for {theme.name}",
                "Measure",
                rows,
                outcomes,
                f"table-measures-{theme.prefix}",
            )


def _tables(caption: str, first: str, found: pd.DataFrame, outcomes: Sequence[Outcome], anchor: str) -> Iterator[Table]:
    for some in _beside(len(outcomes)):
        shown = [outcomes[k] for k in some]
        values = found.reindex(columns=[one.name for one in shown]).to_numpy()
        rows = [
            Row(((capital(str(name)),), *((hectares(value),) for value in row)))
            for name, row in zip(found.index, values, strict=True)
        ]
        yield Table(caption, _columns(first, shown, 3.0 if first == "Measure" else 1.6), tuple(rows), anchor)


def _costs(setting: Setting) -> Iterator[Block]:
    if not setting.costs:
        return
    yield Heading(2, "What measures cost", "costs")
    words = {one.ref: one.measure for one in setting.strategy.measures}
    rows = [
        Row(((f"{one.measure} {words[one.measure]}",), (pounds(one.cost_gbp_per_ha),), (one.covers,)))
        for one in setting.costs.values()
    ]
    columns = (Column("Measure", share=3.0), Column("A hectare", numeric=True, share=0.8), Column("For", share=2.0))
    yield Table("The costs that the scenarios were worked out with", columns, tuple(rows), "table-costs")


def _how() -> Iterator[Block]:
    yield Heading(2, "How it was worked out", "how")
    for paragraph in (
        "Land that a scenario builds on, or that loses its habitat, is cut exactly along the edge of the layer that "
        "the scenario names, and everything after that is done as for the published map: distances, shares, patches, "
        "connectivity and benefits are measured again on the changed land, and every rule chooses anew.",
        "Where a scenario has a budget or a target, what is done is chosen as a whole: which measure on which piece of "
        "land, with a proof of how much better any other choice could be. With a budget it is the places that come to "
        "the most hectares times score; with targets, the cheapest that meet them; with both, those that leave the "
        "least missing, each target counting as much as the others. With targets, a hectare that does not suit its "
        f"measure at all counts as {UNSUITED:.0%} dearer, or {UNSUITED:.0%} less, than one that suits it wholly. No "
        "land gets two measures of those that the strategy chooses at once, or two that count towards the same target.",
    ):
        yield Paragraph((paragraph,))
    yield Heading(3, "When not to trust it", "when-not")
    for sentence in (
        "A cost is one figure a hectare for a measure, the same everywhere: large sites are often cheaper, awkward "
        "ones dearer. A choice for money is as good as these figures.",
        "A score says how well a place suits a measure by its rule, not how much nature would come of it. The "
        "scores of two measures are compared as they are, so a generous rule draws money.",
        "A choice for money may leave small places on their own that the strategy would have in larger patches.",
        "Habitat counts as made as soon as a measure is on the land; a meadow takes ten years or more, a wood a "
        "hundred. Land of particular importance that is built on keeps its designation here.",
        "Nobody has asked the people whose land it is.",
    ):
        yield Paragraph((sentence,))

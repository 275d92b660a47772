"""The strategy held against the Act, the Regulations and the guidance, and the dates of the procedure."""

from collections import Counter
from dataclasses import fields
from datetime import date

from lnrs.document.tree import (
    Block,
    Column,
    Content,
    Heading,
    Link,
    List,
    Note,
    Paragraph,
    Row,
    Strong,
    Table,
    lines,
)
from lnrs.law.finding import Finding, Force, Outcome
from lnrs.statement.material import Material
from lnrs.statement.plain_words import counted, day, sentence
from lnrs.strategy.wording import listed

OUTCOME_WORDS = {
    Outcome.MET: "Met",
    Outcome.NOT_MET: "Not met",
    Outcome.NOT_YET: "Not yet",
    Outcome.FOR_JUDGEMENT: "For judgement",
}

FORCE_WORDS = {
    Force.MUST: "Must",
    Force.HAVE_REGARD: "Have regard",
    Force.GOOD_PRACTICE: "Good practice",
}

OUTCOME_MEANINGS = {
    Outcome.NOT_MET: "the rule is broken, as far as the folder shows.",
    Outcome.NOT_YET: "nothing is wrong; neither this step nor a later one is recorded, or its time is still running.",
    Outcome.FOR_JUDGEMENT: "a person must decide; the reason gathers what is known.",
}

FORCE_MEANINGS = {
    Force.MUST: "the Act or the Regulations require it.",
    Force.HAVE_REGARD: "statutory guidance, which may be departed from with reasons.",
    Force.GOOD_PRACTICE: "what responsible authorities have done, or this software promises; nothing requires it.",
}

SECOND_HAND, UNVERIFIED = "Second-hand", "Unverified"

MARK_MEANINGS = {
    SECOND_HAND: "means that the rule was read in somebody's account of the law, and not in the law's own text.",
    UNVERIFIED: "means that no person has compared the rule, or what it rests on, with its official text.",
}


def law(material: Material) -> list[Block]:
    """Findings against the law as a table, with what is second-hand or unverified marked, and the procedure's dates."""
    return [
        Heading(2, "The strategy and the law", "law"),
        *_findings(material),
        *_procedure(material),
    ]


def _findings(material: Material) -> list[Block]:
    findings = material.findings
    if not findings:
        return [Paragraph(("No findings against the law were recorded for this edition.",))]
    columns = (
        Column("What is asked", share=3),
        Column("Finding", share=1.3),
        Column("Why", share=3),
        Column("Source", share=2),
    )
    return [
        Paragraph((_counts(findings),)),
        List(tuple((Paragraph(item),) for item in _meanings(findings))),
        Table("Findings against the law", columns, tuple(map(_row, findings)), "table-findings"),
        *map(_warning, _marks_on(findings)),
    ]


def _counts(findings: tuple[Finding, ...]) -> str:
    tally = Counter(finding.outcome for finding in findings)
    parts = [f"{tally[outcome]} {OUTCOME_WORDS[outcome].lower()}" for outcome in Outcome if tally[outcome]]
    checked = counted(len(findings), "rule was", "rules were")
    return f"{checked} checked by the software that made this edition: {listed(parts)}."


def _meanings(findings: tuple[Finding, ...]) -> list[Content]:
    """What the words of the findings below mean, and how hard each kind of rule binds."""
    outcomes, forces = {finding.outcome for finding in findings}, {finding.force for finding in findings}
    said = [(OUTCOME_WORDS[outcome], means) for outcome, means in OUTCOME_MEANINGS.items() if outcome in outcomes]
    said += [(FORCE_WORDS[force], means) for force, means in FORCE_MEANINGS.items() if force in forces]
    return [(Strong((word,)), f": {means}") for word, means in said]


def _row(finding: Finding) -> Row:
    asked = lines((sentence(finding.says),), (f"({finding.about})",) if finding.about else ())
    outcome = lines((Strong((OUTCOME_WORDS[finding.outcome],)),), (FORCE_WORDS[finding.force],))
    return Row((asked, outcome, (sentence(finding.because),), _source(finding)))


def _source(finding: Finding) -> Content:
    source = finding.source
    cite: Content = (Link((source.cite,), source.url),) if source.url else (source.cite,)
    marks: list[Content] = [(Strong((mark,)),) for mark in _marks(finding)]
    rests_on = (f"Rests on: {listed(finding.unverified)}",) if finding.unverified else ()
    return lines(cite, *marks, rests_on)


def _marks(finding: Finding) -> list[str]:
    """What must be said of a finding's source, and of what else the finding rests on."""
    second_hand = finding.source.mark == SECOND_HAND.lower()
    unverified = not finding.source.verified or finding.unverified
    return [*([SECOND_HAND] if second_hand else []), *([UNVERIFIED] if unverified else [])]


def _marks_on(findings: tuple[Finding, ...]) -> list[str]:
    shown = {mark for finding in findings for mark in _marks(finding)}
    return [mark for mark in MARK_MEANINGS if mark in shown]


def _warning(mark: str) -> Block:
    return Note((Strong((f"{mark} ",)), f"{MARK_MEANINGS[mark]} Read the law itself before relying on it."))


def _procedure(material: Material) -> list[Block]:
    procedure = material.strategy.procedure
    recorded = {field.name: getattr(procedure, field.name) for field in fields(procedure)}
    rows = tuple(
        Row(((name.replace("_", " ").capitalize(),), (day(when) if when else "No date recorded",)))
        for name, when in recorded.items()
        if when is None or isinstance(when, date)
    )
    columns = (Column("Step", share=2), Column("Date"))
    named = listed(procedure.supporting_authorities) if procedure.supporting_authorities else "none is recorded"
    return [
        Heading(3, "Steps of the procedure", "procedure"),
        Paragraph(("Under SI 2023/341, as the responsible authority has recorded them.",)),
        Paragraph((f"Supporting authorities: {named}.",)),
        Table("Steps of the statutory procedure", columns, rows, "table-procedure"),
    ]

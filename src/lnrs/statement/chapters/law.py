"""The strategy held against the Act, the Regulations and the guidance, and the dates of the procedure."""

from collections import Counter
from dataclasses import fields

from lnrs.law.finding import Finding, Force, Outcome
from lnrs.statement.document import (
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
    Outcome.NOT_YET: "nothing is wrong; the step is still to be taken.",
    Outcome.FOR_JUDGEMENT: "a person must decide; the reason gathers what is known.",
}

FORCE_MEANINGS = {
    Force.MUST: "the Act or the Regulations require it.",
    Force.HAVE_REGARD: "statutory guidance, which may be departed from with reasons.",
    Force.GOOD_PRACTICE: "what responsible authorities have done; nothing requires it.",
}

UNVERIFIED = "Unverified"


def law(material: Material) -> list[Block]:
    """Findings against the law as a table, with what is unverified marked, and the procedure's dates."""
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
        *_warning(findings),
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
    if source.verified and not finding.unverified:
        return cite
    rests_on = (f"Rests on: {listed(finding.unverified)}",) if finding.unverified else ()
    return lines(cite, (Strong((UNVERIFIED,)),), rests_on)


def _warning(findings: tuple[Finding, ...]) -> list[Block]:
    if all(finding.source.verified and not finding.unverified for finding in findings):
        return []
    return [
        Note(
            (
                Strong((f"{UNVERIFIED} ",)),
                "means that no person has compared the rule with its official text. Check it before relying on it.",
            )
        )
    ]


def _procedure(material: Material) -> list[Block]:
    procedure = material.strategy.procedure
    rows = tuple(
        Row(((field.name.replace("_", " ").capitalize(),), (day(when) if when else "No date recorded",)))
        for field in fields(procedure)
        for when in [getattr(procedure, field.name)]
    )
    columns = (Column("Step", share=2), Column("Date"))
    return [
        Heading(3, "Steps of the procedure", "procedure"),
        Paragraph(("Dates under SI 2023/341, as the responsible authority has recorded them.",)),
        Table("Steps of the statutory procedure", columns, rows, "table-procedure"),
    ]

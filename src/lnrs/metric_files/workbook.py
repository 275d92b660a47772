"""A plan out of the official workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from lnrs.bng.parcels import Created, Enhanced, Existing, Plan, State, Timing
from lnrs.bng.tables import OVER_30, Module
from lnrs.errors import MetricFileRefused, Problem
from lnrs.metric_files import checks, layout, vocabulary
from lnrs.metric_files.archive import opened
from lnrs.metric_files.kept import headline, kept_of
from lnrs.metric_files.layout import Layout, Row, layouts
from lnrs.metric_files.model import Kept, Line, MetricFile, Project
from lnrs.metric_files.sheets import Cell, Workbook, workbook
from lnrs.metric_files.vocabulary import plain


def read_workbook(data: bytes, path: Path) -> MetricFile:
    """The metric in the bytes of a workbook. Raises MetricFileRefused with every reason."""
    archive = opened(data, path)
    book = workbook(archive)
    problems = checks.is_official(book, path.name)
    if problems:
        raise MetricFileRefused(problems)
    reading = _Reading(path.name)
    for one in layouts():
        if one.sheet in book.parts:
            reading.take(one, book)
        elif one.off_site or one.part == "existing":
            reading.problems.append(Problem(path.name, f"the sheet {one.sheet!r} is missing.", checks.OFFICIAL))
    plan = reading.plan()
    reading.problems += checks.totals(plan, path.name)
    if reading.problems:
        raise MetricFileRefused(reading.problems)
    return MetricFile(
        name=path.name,
        kind="workbook",
        plan=plan,
        project=_project(book),
        findings=(*_of_archive(path.name, archive.has_macros, archive.has_links), *reading.findings,
                  *checks.remarks(plan, book, path.name)),
        lines=tuple(reading.lines),
        kept=tuple(reading.kept),
        headline=headline(book),
    )  # fmt: skip


def _of_archive(where: str, macros: bool, links: bool) -> Iterator[Problem]:
    if macros:
        yield Problem(where, "holds macros. They were not run, and not looked at.")
    if links:
        what = "has formulas that look into other workbooks. Those were not opened: what was kept here counts."
        yield Problem(where, what)


@dataclass
class _Reading:
    """Lines as they are gathered, sheet by sheet."""

    where: str
    existing: dict[str, Existing] = field(default_factory=dict)
    created: list[Created] = field(default_factory=list)
    enhanced: dict[str, tuple[State, Timing]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    findings: list[Problem] = field(default_factory=list)

    def take(self, of: Layout, book: Workbook) -> None:
        """Every line of one sheet."""
        sheet = book.sheet(of.sheet)
        wrong = of.problems(sheet, self.where)
        self.problems += wrong
        if wrong:
            return
        waiting = iter([one.ref for one in self.existing.values() if one.enhanced and one.ref.startswith(of.baseline)])
        for row in of.rows(sheet):
            ref = self._ref(row, waiting)
            if ref is None:
                continue
            self.lines.append(Line(ref, row.place, plain(row["habitat_ref"]), plain(row["site_ref"])))
            self.kept += kept_of(row, ref)
            match of.part:
                case "existing":
                    self._existing(ref, row)
                case "created":
                    self._created(ref, row)
                case _:
                    self._enhanced(ref, row)

    def plan(self) -> Plan:
        """Everything together."""
        better = [Enhanced(self.existing[ref], *made) for ref, made in self.enhanced.items() if ref in self.existing]
        return Plan(tuple(self.existing.values()), tuple(self.created), tuple(better))

    def _ref(self, row: Row, waiting: Iterator[str]) -> str | None:
        """The reference of a line. Of an enhancement a spreadsheet program has to have kept it; where none did, lines
        follow in the order of the baseline."""
        of, number = row.layout, plain(row["ref"])
        if of.part != "enhanced":
            return f"{of.short}.{number or row.at - of.first + 1}"
        ref = f"{of.baseline}.{number}" if number else next(waiting, None)
        if ref is None or ref not in self.existing:
            what = f"enhances a line {number or 'without a reference'} that {of.baseline} has not."
            self.problems.append(Problem(self._at(row), what, "Take the line out, or enhance something."))
            return None
        if not number:
            what = f"no reference was kept for this line, so it was taken to enhance {ref}, the next in order."
            self.findings.append(Problem(self._at(row), what, "Open the workbook, and save it."))
        if ref in self.enhanced:
            self.problems.append(Problem(self._at(row), f"{ref} is enhanced twice.", "Split it in the baseline."))
            return None
        return ref

    def _at(self, row: Row) -> str:
        return f"{self.where} {row.place}"

    def _existing(self, ref: str, row: Row) -> None:
        self.existing[ref] = Existing(
            ref,
            row.layout.module,
            self._state(row),
            self._size(row, "size"),
            self._size(row, "retained", needed=False),
            self._size(row, "enhanced", needed=False),
            irreplaceable=self._yes(row, "irreplaceable"),
            bespoke_agreed=self._yes(row, "bespoke"),
            off_site=self._risk(row),
        )

    def _created(self, ref: str, row: Row) -> None:
        size = self._size(row, "size")
        self.created.append(Created(ref, row.layout.module, self._state(row), size, self._timing(row), self._risk(row)))

    def _enhanced(self, ref: str, row: Row) -> None:
        self.enhanced[ref] = (self._state(row, self.existing[ref].state), self._timing(row))

    def _state(self, row: Row, before: State | None = None) -> State:
        """A state; of an enhancement the broad habitat is that before, where none was kept."""
        module: Module = row.layout.module
        habitat, broad = plain(row["habitat"]), plain(row["broad"])
        if module == "area":
            broad = broad or (before.habitat.split(" - ")[0] if before else "")
            habitat = f"{broad} - {habitat}"
        significance = vocabulary.significance(row["significance"])
        if significance is None:
            given = plain(row["significance"])
            what = (
                f"no strategic significance is called {given!r}." if given else "its strategic significance is missing."
            )
            self.problems.append(Problem(self._at(row), what, "Choose one of the tool's three."))
        water = {}
        if module == "watercourse":
            water = {name: vocabulary.encroachment(row[name]) for name in ("in_watercourse", "on_banks")}
        return State(habitat, vocabulary.condition(row["condition"]), significance or "low", **water)

    def _size(self, row: Row, name: str, *, needed: bool = True) -> Decimal:
        value = row[name]
        if not needed and plain(value) == "":
            return Decimal(0)
        try:
            return vocabulary.amount(repr(value) if isinstance(value, float) else plain(value).replace(",", ""))
        except ArithmeticError:
            what = f"its {layout.HEADINGS[name][0].split(' (')[0]} is {plain(value)!r}, which is no number."
            self.problems.append(Problem(self._at(row), what, "Give it in ha or km."))
            return Decimal(0)

    def _timing(self, row: Row) -> Timing:
        return Timing(self._years(row, "advance"), self._years(row, "delay"))

    def _years(self, row: Row, name: str) -> int:
        text = plain(row[name])
        if text == "30+":
            return OVER_30
        try:
            years = vocabulary.amount(text or "0")
            if years == int(years):
                return min(int(years), OVER_30)
        except (ArithmeticError, ValueError):
            pass
        what = f"years {'in advance' if name == 'advance' else 'of delay'} are {text!r}, which is no whole number."
        self.problems.append(Problem(self._at(row), what, "Give whole years, or 30+."))
        return 0

    def _yes(self, row: Row, name: str) -> bool:
        return plain(row[name]).casefold().startswith("yes")

    def _risk(self, row: Row) -> Fraction | None:
        """The multiplier of spatial risk, by the category's words; None on the site."""
        if not row.layout.off_site:
            return None
        risk = vocabulary.spatial_risk(row["risk"])
        if risk is not None:
            return risk
        given = plain(row["risk"])
        if given:
            what = f"no spatial risk category is called {given!r}."
            self.problems.append(Problem(self._at(row), what, "Choose one of the tool's."))
        else:
            what = "has no spatial risk category, so it counts in full."
            self.findings.append(Problem(self._at(row), what, "Choose one in the tool."))
        return Fraction(1)


def _project(book: Workbook) -> Project:
    sheet = book.sheet("Start")
    cells: Mapping[str, Cell | None] = {
        name: sheet[f"{layout.START_COLUMN}{row}"] for name, row in layout.START_ROWS.items()
    }
    return Project(
        name=plain(cells["name"]),
        planning_authority=plain(cells["planning_authority"]),
        application=plain(cells["application"]),
        completed_by=plain(cells["completed_by"]),
        completed=_day(cells["completed"], since_1904=book.since_1904),
        version=checks.version(book),
    )


def _day(cell: Cell | None, *, since_1904: bool) -> date | None:
    """A day, as Excel counts them or as text."""
    if isinstance(cell, float):
        first = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
        return first + timedelta(days=int(cell)) if 0 < cell < 100_000 else None
    try:
        return date.fromisoformat(plain(cell)[:10])
    except ValueError:
        return None

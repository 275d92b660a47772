"""Rows of a file against an activity: everything that is wrong, in one list, and what each row would become."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from lnrs.errors import Problem
from lnrs_web.analysis.files.tables import Row
from lnrs_web.analysis.same import Who, person_key
from lnrs_web.analysis.words import words_of

HERE = ZoneInfo("Europe/London")
KNOWN = (
    "name",
    "organisation",
    "mail",
    "postcode",
    "date",
    "respondent",
    "stance",
    "text",
    "publish",
    "subject",
    "message",
)
"""Columns that a table may have beside the codes of questions."""
_OTHER_NAMES = {
    "email": "mail",
    "e-mail": "mail",
    "e-mail address": "mail",
    "email address": "mail",
    "received": "date",
}
_OTHER_NAMES |= {"organization": "organisation", "comment": "text", "letter": "text", "comments": "text"}
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")
Wrong = Callable[[str, str], None]
"""Notes what is wrong with a row, and what to do."""
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}


@dataclass(frozen=True)
class Asked:
    """A question, as far as an answer can be wrong."""

    code: str
    choices: Mapping[str, str] = field(default_factory=dict)
    """Words of what can be chosen, by code; none where it is answered in words."""
    several: bool = False
    required: bool = False


@dataclass(frozen=True)
class Window:
    """When the activity takes contributions, and what else a row may say."""

    opens_at: datetime
    closes_at: datetime
    questions: tuple[Asked, ...]
    text_code: str = ""
    """The question that the text of a letter answers."""
    respondents: Mapping[str, str] = field(default_factory=dict)
    stances: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    """What a row would become."""

    number: int
    """As the person counts rows: the first after the names of the columns is 2; mails and documents count from 1."""
    who: Who
    organisation: str
    respondent: str
    stance: str
    sent_at: datetime
    late: bool
    early: bool
    may_publish: bool
    texts: Mapping[str, str]
    """By the code of the question."""
    chosen: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Checked:
    """All that is known of a file."""

    rows: tuple[Parsed, ...]
    problems: tuple[Problem, ...]
    """What has to be mended before anything can be taken in."""
    remarks: tuple[Problem, ...]
    """What an officer should know, which stops nothing: late rows, rows that look the same."""


def checked(rows: Sequence[Row], window: Window, *, arrived_at: datetime, first: int = 2) -> Checked:
    """Check a file's rows. A date that is not given is `arrived_at`; a row outside the window is late, not dropped."""
    problems = [*_columns(rows, window)]
    named = [{_named(name): cell for name, cell in row.items()} for row in rows]
    found = []
    for number, row in enumerate(named, first):
        one, wrong = _row(number, row, window, arrived_at)
        problems += wrong
        found.append(one)
    return Checked(tuple(found), tuple(problems), tuple(_remarks(found)))


def _named(name: str) -> str:
    plain = name.strip().casefold()
    return _OTHER_NAMES.get(plain, plain)


def _columns(rows: Sequence[Row], window: Window) -> list[Problem]:
    names = dict.fromkeys(name for row in rows for name in row)
    codes = {one.code.casefold() for one in window.questions}
    allowed = {*KNOWN, *codes}
    what_to_do = f"Rename or delete it. Known are: {', '.join([*KNOWN, *sorted(codes)])}."
    unknown = [
        Problem(f"Column {name}", "it is not known.", what_to_do) for name in names if _named(name) not in allowed
    ]
    plain = [_named(name) for name in names]
    twice = [
        Problem(f"Column {name}", "it is there twice.", "Delete one.") for name in {*plain} if plain.count(name) > 1
    ]
    need = {one.code.casefold(): one for one in window.questions if one.required and one.code != window.text_code}
    missing = [
        Problem(f"Column {code}", "it is missing, and the question has to be answered.", "Add it.")
        for code in need
        if code not in plain and not {"text", window.text_code.casefold()} & {*plain}
    ]
    return unknown + twice + missing


def _row(number: int, row: Row, window: Window, arrived_at: datetime) -> tuple[Parsed, list[Problem]]:
    where, problems = f"Row {number}", list[Problem]()

    def wrong(what: str, do: str) -> None:
        problems.append(Problem(where, what, do))

    mail = row.get("mail", "")
    if mail and not _MAIL.fullmatch(mail):
        wrong(f"the mail address {mail} is none.", "Mend it, or leave it empty.")
    postcode = " ".join(row.get("postcode", "").upper().split())
    if postcode and not _POSTCODE.fullmatch(postcode):
        wrong(f"the postcode {postcode} is none.", "Write it like ME14 1XQ, or leave it empty.")
    sent_at = arrived_at
    if given := row.get("date", ""):
        if (read := moment(given)) is None:
            wrong(f"the date {given} cannot be read.", "Write it like 2026-11-27 or 27/11/2026.")
        elif read > arrived_at:
            wrong(f"the date {given} is still to come.", "Write the day on which it came in.")
        else:
            sent_at = read
    publish = row.get("publish", "").casefold()
    if publish not in _YES | _NO:
        wrong(f"publish is {publish}.", "Write yes where its writer agreed to be published, else no.")
    picked = {
        name: _one_of(row.get(name, ""), among, name, wrong)
        for name, among in (("respondent", window.respondents), ("stance", window.stances))
    }
    texts, chosen = _answers(row, window, wrong)
    one = Parsed(
        number=number,
        who=Who(row.get("name", "")[:120], mail[:254], postcode[:8]),
        organisation=row.get("organisation", "")[:160],
        respondent=picked["respondent"],
        stance=picked["stance"],
        sent_at=sent_at,
        late=sent_at >= window.closes_at,
        early=sent_at < window.opens_at,
        may_publish=publish in _YES,
        texts=texts,
        chosen=chosen,
    )
    return one, problems


def _answers(row: Row, window: Window, wrong: Wrong) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    texts, chosen = dict[str, str](), dict[str, tuple[str, ...]]()
    for asked in window.questions:
        given = row.get(asked.code.casefold(), "")
        if not asked.choices:
            if given.strip():
                texts[asked.code] = given
            continue
        parts = [one.strip() for one in given.split(";")] if asked.several else [given.strip()]
        codes = tuple(code for part in parts if part and (code := _one_of(part, asked.choices, asked.code, wrong)))
        if codes:
            chosen[asked.code] = codes
    if letter := row.get("text", "").strip():
        if window.text_code:
            texts[window.text_code] = "\n\n".join(filter(None, [texts.get(window.text_code, ""), letter]))
        else:
            wrong("there is a text, and nothing is asked that is answered in words.", "Choose another activity.")
    if not texts and not chosen:
        wrong("nothing is answered.", "Delete the row, or fill it in.")
    return texts, chosen


def _one_of(given: str, among: Mapping[str, str], name: str, wrong: Wrong) -> str:
    plain = given.casefold()
    for code, words in among.items():
        if plain in (code.casefold(), words.casefold()):
            return code
    if given:
        wrong(f"{name} is {given[:60]}, which cannot be chosen.", f"Write one of: {', '.join(among)}.")
    return ""


def moment(words: str) -> datetime | None:
    """A date or a moment, in London where no zone is given; midday where no hour is."""
    try:
        read = datetime.fromisoformat(words)
    except ValueError:
        for form in _DATES:
            try:
                read = datetime.strptime(words, form)
                break
            except ValueError:
                continue
        else:
            return None
    if read.time() == time() and len(words) < 20 and ":" not in words:
        read = datetime.combine(date(read.year, read.month, read.day), time(12))
    try:
        return (read if read.tzinfo else read.replace(tzinfo=HERE)).astimezone(UTC)
    except OverflowError:
        return None


def _remarks(rows: Sequence[Parsed]) -> list[Problem]:
    late, early = ([one.number for one in rows if one.late], [one.number for one in rows if one.early])
    remarks = []
    if late:
        remarks.append(
            Problem(rows_named(late), "sent after the activity had closed.", "What is late is taken in and marked so.")
        )
    if early:
        remarks.append(
            Problem(rows_named(early), "sent before the activity opened.", "Look whether it is meant for this one.")
        )
    remarks += [
        Problem(f"Row {number}", f"it says the same as row {earlier}, from the same person.", "It is taken in once.")
        for number, earlier in repeats(rows).items()
    ]
    return remarks


def rows_named(numbers: Sequence[int]) -> str:
    """Rows in words, those that follow one another together.

    >>> rows_named([2, 3, 4, 7])
    'Rows 2 to 4, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"{'Row' if len(numbers) == 1 else 'Rows'} {', '.join(words)}"


def repeats(rows: Sequence[Parsed]) -> dict[int, int]:
    """Numbers of rows that say what an earlier row of the same person says, with that row's."""
    seen: dict[tuple[str, str], int] = {}
    found = {}
    for one in rows:
        words = " ".join(word for text in one.texts.values() for word in words_of(text))
        who = person_key(one.who)
        if (
            who
            and (before := seen.setdefault((who, words + repr(sorted(one.chosen.items()))), one.number)) != one.number
        ):
            found[one.number] = before
    return found

"""What a moderator's form says, read back: decisions, and the words to be left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from lnrs.errors import Problem
from lnrs_web.analysis.redaction import CATEGORIES, Piece, Span, found_again, pieces_of
from lnrs_web.analysis.sensitive import suggestions
from lnrs_web.engagement.models import Answer, Contribution
from lnrs_web.moderation.actions.deciding import Spans, spans_of
from lnrs_web.moderation.models import Decision


@dataclass(frozen=True)
class Choice:
    """Words that can be left out, as a box to tick."""

    value: str
    words: str
    kind: str
    ticked: bool


@dataclass(frozen=True)
class Part:
    """Something that a contribution says in words: an answer, or the change that it seeks."""

    key: str
    answer: Answer | None
    title: str
    text: str
    choices: list[Choice]
    typed: str
    category: str
    pieces: list[Piece]
    """As it would be published with what is ticked."""

    @property
    def left_out(self) -> bool:
        """Whether anything would be left out."""
        return any(one.removed for one in self.pieces)


def parts_of(contribution: Contribution, post: QueryDict | None = None) -> tuple[list[Part], Spans, list[Problem]]:
    """What a contribution says, what a form leaves out of it, and what is wrong with the form.

    Without a form, that of the last decision which left words out; where there is none, nothing.
    """
    written = contribution.revisions.order_by("number").last()
    last = contribution.decisions.filter(what=Decision.What.REDACT).last()
    if last and written and last.at < written.at:
        last = None  # its places are those of other words
    before = spans_of(last) if last else {}
    parts, spans, problems = [], {}, list[Problem]()
    for key, answer, title, text in _texts(contribution):
        given = list(_ticked(post.getlist(f"span-{key}"), text)) if post is not None else list(before.get(answer, []))
        typed = post.get(f"words-{key}", "") if post is not None else ""
        category = post.get(f"kind-{key}", "other") if post is not None else "other"
        for line in typed.splitlines():
            again = found_again(text, line.strip(), category if category in CATEGORIES else "other")
            given += again
            if line.strip() and not again:
                problems.append(Problem(title, f"“{line.strip()[:60]}” is not in it.", "Write it as it stands there."))
        given = [one for one in given if one.end <= len(text)]
        if given:
            spans[answer] = given
        parts.append(Part(key, answer, title, text, _choices(text, given), typed, category, pieces_of(text, given)))
    return parts, spans, problems


def _texts(contribution: Contribution) -> Iterator[tuple[str, Answer | None, str, str]]:
    if contribution.change_sought:
        yield "change", None, "The change that is sought", contribution.change_sought
    for answer in contribution.answers.select_related("question"):
        if answer.question.is_text and answer.text:
            yield str(answer.pk), answer, answer.question.text, answer.text


def _ticked(values: list[str], text: str) -> Iterator[Span]:
    for value in values:
        start, _, rest = value.partition("-")
        end, _, category = rest.partition("-")
        if start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text) and category in CATEGORIES:
            yield Span(int(start), int(end), category)


def _choices(text: str, ticked: list[Span]) -> list[Choice]:
    """Everything suggested, and everything that is left out already."""
    return [
        Choice(
            f"{one.start}-{one.end}-{one.category}", text[one.start : one.end], CATEGORIES[one.category], one in ticked
        )
        for one in sorted({*suggestions(text), *ticked})
    ]

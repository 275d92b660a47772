"""The pages of taking part, one thing a page, in order."""

from dataclasses import dataclass

from lnrs.errors import Problem
from lnrs_web.engagement.actions.drafts import SUBJECTS, WITHOUT_A_PLACE
from lnrs_web.engagement.models import Activity, Contribution, Location, Question

KINDS_ABOUT_THE_STRATEGY = (Activity.Kind.CORRECTIONS, Activity.Kind.REPRESENTATIONS)
NO, MUST = Activity.Asked.NO, Activity.Asked.MUST


@dataclass(frozen=True)
class Step:
    """A page: its name in the address, its heading, and which kind of fields it has."""

    name: str
    title: str
    kind: str
    question: Question | None = None


def steps_of(draft: Contribution, *, kiosk: bool = False) -> list[Step]:
    """Every page that a draft has, in order; the check of the answers comes after them."""
    activity = draft.activity
    steps = []
    if activity.edition_id and (activity.kind in KINDS_ABOUT_THE_STRATEGY or has_subject(draft)):
        steps.append(Step("about", "Which part of the strategy is it about?", "about"))
    if activity.is_formal:
        steps.append(Step("stance", "What do you think of it?", "stance"))
    steps += [Step(f"q-{one.code}", one.text, "question", one) for one in questions_of(draft)]
    if activity.is_formal:
        steps.append(Step("change", "What should be changed?", "change"))
    if activity.asks_place != NO:
        steps.append(Step("place", "Where is it?", "place"))
    if activity.asks_evidence != NO and not kiosk:
        steps.append(Step("evidence", "Photographs and documents", "evidence"))
    if {activity.asks_name, activity.asks_postcode, activity.asks_respondent} != {str(NO)}:
        steps.append(Step("you", "About you", "you"))
    if activity.publishes:
        steps.append(Step("consent", "May we publish it?", "consent"))
    if activity.asks_mail != NO and not kiosk and not draft.changes_id:
        steps.append(Step("mail", "Your mail address", "mail"))
    return steps


def questions_of(draft: Contribution) -> list[Question]:
    """What the draft's version of the questions asks."""
    return list(draft.question_set.questions.all())


def has_subject(draft: Contribution) -> bool:
    """Whether it is about a part of the strategy."""
    return draft.locations.filter(kind__in=SUBJECTS).exists()


def polygon_of(draft: Contribution) -> Location | None:
    """The place of the local habitat map that it is about."""
    return draft.locations.filter(kind=Location.Kind.POLYGON).first()


def step_named(steps: list[Step], name: str) -> Step | None:
    """The page with a name."""
    return next((one for one in steps if one.name == name), None)


def after(steps: list[Step], step: Step) -> Step | None:
    """The page that follows; nothing after the last."""
    place = steps.index(step) + 1
    return steps[place] if place < len(steps) else None


def before(steps: list[Step], step: Step) -> Step | None:
    """The page that comes before; nothing before the first."""
    place = steps.index(step)
    return steps[place - 1] if place else None


def to_do(draft: Contribution, steps: list[Step]) -> list[Step]:
    """The pages that its writer has yet to go through, or has left without what has to be there."""
    if "everything" in draft.done:
        return [one for one in steps if missing(draft, one)]
    return [one for one in steps if one.name not in draft.done or missing(draft, one)]


def missing(draft: Contribution, step: Step) -> bool:
    """Whether a page lacks what has to be answered on it."""
    activity = draft.activity
    if step.question:
        one = draft.answers.filter(question=step.question).first()
        return step.question.required and not (one and (one.text.strip() or one.chosen))
    lacks = {
        "stance": not draft.stance,
        "place": activity.asks_place == MUST and not draft.locations.exclude(kind__in=WITHOUT_A_PLACE).exists(),
        "evidence": activity.asks_evidence == MUST and not draft.attachments.filter(removed_at=None).exists(),
        "you": (activity.asks_name == MUST and not (draft.name or draft.organisation))
        or (activity.asks_postcode == MUST and not draft.postcode)
        or (activity.asks_respondent == MUST and not draft.respondent),
        "mail": activity.asks_mail == MUST and not draft.mail,
    }
    return lacks.get(step.kind, False)


def problems_of(steps: list[Step]) -> list[Problem]:
    """What to say of pages that are still to do."""
    return [Problem(one.name, f"“{one.title}” is still to do.", "") for one in steps]

"""What somebody does with a project of their own: it is written as a draft, and sent to be looked at."""

from django.db import transaction
from django.db.models import Max, QuerySet

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.queries import account_name
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import now, today
from lnrs_web.config.sent_pictures import Made
from lnrs_web.delivery import photos, telling
from lnrs_web.delivery.actions.rows import held, next_number, of_officer, own
from lnrs_web.delivery.chosen import Chosen
from lnrs_web.delivery.facts import Facts, Money, lacking
from lnrs_web.delivery.models import Funding, Photo, PhotoFile, Project, Version
from lnrs_web.delivery.queries import last_version
from lnrs_web.delivery.refused import ProjectRefused, refuse
from lnrs_web.gain_sites.siting import Sited

MOST_PROJECTS = 200
"""Projects that one account adds: a partner may have many."""
State = Version.State


@transaction.atomic
def begin(area: StrategyArea, facts: Facts, *, by: Person) -> Project:
    """Begin a project. Raises ProjectRefused for somebody who has as many as anybody may."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Project.objects.filter(owner=by).count() >= MOST_PROJECTS:
        raise refuse("name", f"You have {MOST_PROJECTS} projects, which is the most.", "Write to the authority.")
    project = Project.objects.create(area=area, owner=by)
    project.reference = f"DP-{project.pk:05}"
    project.save(update_fields=["reference"])
    draft = Version.objects.create(project=project, number=1, **facts.columns())
    _fund(draft, facts.funding)
    record("begin project", project.reference, by=account_name(by), area=area.pk)
    return project


def draft_of(project: Project) -> Version:
    """The draft of a project, made of its last version where there is none. Raises ProjectRefused while one waits for
    an officer, and for a project that was withdrawn."""
    if project.withdrawn_at:
        raise refuse("project", "The project was withdrawn.", "Ask an officer to bring it back.")
    found = Version.objects.filter(project=project, state__in=(State.DRAFT, State.WAITING)).first()
    if found and found.state == State.WAITING:
        raise refuse("project", "It waits for an officer.", "Take it back first.")
    return found or copied(last_version(project))


def copied(version: Version) -> Version:
    """A draft that says what a version says, with its money and its pictures."""
    funding, pictures = list(version.funding.all()), list(version.photos.all())
    fresh = Version.objects.get(pk=version.pk)
    fresh.pk, fresh.public_id, fresh._state.adding = None, _new_id(), True
    fresh.number, fresh.state, fresh.because = next_number(version.project), State.DRAFT, ""
    fresh.sent_at, fresh.decided_at, fresh.decided_by, fresh.written_at = None, None, "", now()
    fresh.save()
    for row in (*funding, *pictures):
        row.pk, row.version, row._state.adding = None, fresh, True
        if isinstance(row, Photo):
            row.public_id = _new_id()
        row.save()
    return fresh


def _new_id() -> object:
    return Version._meta.get_field("public_id").get_default()


@transaction.atomic
def keep_facts(project: Project, facts: Facts, *, by: Person) -> None:
    """Write what is said of a project, and its money, into its draft. Raises ProjectRefused."""
    draft = draft_of(own(project, by))
    for name, value in facts.columns().items():
        setattr(draft, name, value)
    _written(draft)
    draft.funding.all().delete()
    _fund(draft, facts.funding)
    pence = sum(one.pence for one in facts.funding)
    became = f"version {draft.number}: facts, {facts.status}, {pence} pence"
    record("change project", project.reference, by=account_name(by), became=became, area=project.area_id)


@transaction.atomic
def keep_land(project: Project, land: Sited, *, by: Person) -> None:
    """Write where a project lies into its draft. Raises ProjectRefused."""
    draft = draft_of(own(project, by))
    for name, value in vars(land).items():
        setattr(draft, name, value)
    _written(draft)
    became = f"version {draft.number}: boundary, {land.size_m2} m2"
    record("change project", project.reference, by=account_name(by), became=became, area=project.area_id)


@transaction.atomic
def keep_chosen(project: Project, chosen: Chosen, *, by: Person) -> None:
    """Write the measures and priorities that a project delivers into its draft. Raises ProjectRefused."""
    draft = draft_of(own(project, by))
    for name, value in vars(chosen).items():
        setattr(draft, name, value)
    _written(draft)
    became = f"version {draft.number}: {' '.join((*chosen.measures, *chosen.priorities))}"[:500]
    record("change project", project.reference, by=account_name(by), became=became, area=project.area_id)


@transaction.atomic
def add_photo(project: Project, made: Made, alt: str, taken_on: object, *, by: Person) -> None:
    """Add a picture to a draft. Raises ProjectRefused without words for those who do not see it."""
    draft = draft_of(own(project, by))
    if not (alt := " ".join(alt.split())[: photos.ALT_LETTERS]):
        raise refuse("alt", "It is not said what is to be seen.", "Describe it for those who do not see it.")
    if draft.photos.count() >= photos.MOST:
        raise refuse(photos.FIELD, f"There are {photos.MOST} pictures, which is the most.", "Take one out.")
    file, _ = PhotoFile.objects.get_or_create(
        sha256=made.sha256, defaults={"data": made.data, "width_px": made.width_px, "height_px": made.height_px}
    )
    position = (draft.photos.aggregate(last=Max("position"))["last"] or 0) + 1
    Photo.objects.create(version=draft, position=position, file=file, alt=alt, taken_on=taken_on)
    _written(draft)
    became = f"version {draft.number}: picture {made.sha256}"
    record("change project", project.reference, by=account_name(by), became=became, area=project.area_id)


@transaction.atomic
def take_out_photo(project: Project, position: int, *, by: Person) -> None:
    """Take a picture out of a draft, by its number. Raises ProjectRefused."""
    draft = draft_of(own(project, by))
    draft.photos.filter(position=position).delete()
    forget_files()
    _written(draft)
    became = f"version {draft.number}: without picture {position}"
    record("change project", project.reference, by=account_name(by), became=became, area=project.area_id)


@transaction.atomic
def send(project: Project, *, by: Person) -> Version:
    """Send a draft to the officers of the area. Raises ProjectRefused with all that it lacks."""
    draft = draft_of(own(project, by))
    if problems := lacking(draft, today()):
        raise ProjectRefused(problems)
    draft.state, draft.sent_at = State.WAITING, now()
    draft.save()
    telling.officers(draft)
    record(
        "send project", project.reference, by=account_name(by), became=f"version {draft.number}", area=project.area_id
    )
    return draft


@transaction.atomic
def take_back(project: Project, *, by: Person) -> None:
    """Take back what waits for an officer, to go on writing."""
    own(project, by)
    Version.objects.filter(project=project, state=State.WAITING).update(state=State.DRAFT, sent_at=None)
    record("take project back", project.reference, by=account_name(by), area=project.area_id)


@transaction.atomic
def undo(project: Project, *, by: Person) -> None:
    """Throw a draft away, where an earlier version is public: what everyone sees is where writing goes on from.

    Raises ProjectRefused where there is no draft, or nothing is public yet.
    """
    found = own(project, by)
    draft = Version.objects.filter(project=found, state=State.DRAFT).first()
    if draft is None or found.shown_id is None:
        raise refuse("project", "There is no change to undo.", "Only a draft after a public version can be undone.")
    draft.delete()
    forget_files()
    became = f"without draft {draft.number}"
    record("undo project draft", project.reference, by=account_name(by), became=became, area=project.area_id)


@transaction.atomic
def withdraw(project: Project, because: str, *, by: Person, as_officer: bool = False) -> None:
    """Let nobody see a project any more. Raises NotAllowed, and ProjectRefused without a reason."""
    found = of_officer(project, by, may_own=True) if as_officer else own(project, by)
    if not (because := because.strip()[:500]):
        raise refuse("because", "No reason is given.", "Say why it is withdrawn.")
    if found.withdrawn_at:
        raise refuse("because", "It is withdrawn already.")
    found.withdrawn_at, found.withdrawn_because = now(), because
    found.withdrawn_by = by.email if as_officer else account_name(by)
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    Version.objects.filter(project=found, state=State.WAITING).update(state=State.DRAFT, sent_at=None)
    record("withdraw project", project.reference, by=found.withdrawn_by, became=because, area=project.area_id)


@transaction.atomic
def leave(person: Person) -> None:
    """Delete what nobody else has seen. What is public stays, as nobody's.

    That the account ends is recorded by whoever ends it."""
    for project in list(Project.objects.filter(owner=person).order_by("pk")):
        found = held(project)
        Version.objects.filter(project=found, state__in=(State.DRAFT, State.WAITING, State.RETURNED)).delete()
        found.batches.filter(state__in=("waiting", "returned", "taken back")).delete()
        if found.shown_id is None:
            found.delete()
    forget_files()


def delete_unsent(projects: "QuerySet[Project]", by: str) -> None:  # noqa: ARG001  # a rule's rows are recorded as a whole
    """Delete projects that nobody but their owners has seen, with their pictures."""
    projects.delete()
    forget_files()


def forget_files() -> None:
    """Delete the bytes of pictures that no version shows any more."""
    PhotoFile.objects.filter(uses=None).delete()


def _written(draft: Version) -> None:
    draft.written_at = now()
    draft.save()


def _fund(draft: Version, funding: tuple[Money, ...]) -> None:
    rows = [Funding(version=draft, position=place, **vars(one)) for place, one in enumerate(funding, start=1)]
    Funding.objects.bulk_create(rows)

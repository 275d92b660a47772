"""What an officer decides of a project that was sent: nothing of it is public before."""

from django.db import transaction

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.queries import account_name
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import now
from lnrs_web.delivery import telling
from lnrs_web.delivery.actions.rows import of_officer
from lnrs_web.delivery.models import Project, Version
from lnrs_web.delivery.refused import refuse

State = Version.State
LETTERS = 2000


@transaction.atomic
def agree(version: Version, *, by: Person) -> None:
    """Let everyone see a version, in the place of the one before. Raises NotAllowed and ProjectRefused."""
    project, waiting = _waiting(version, by)
    waiting.decided_at, waiting.decided_by = now(), by.email
    _show(project, waiting)
    telling.owner(waiting)
    became = f"version {waiting.number}"
    record("publish project", project.reference, by=by.email, became=became, area=project.area_id)


@transaction.atomic
def send_back(version: Version, because: str, *, by: Person) -> None:
    """Send a version back to its owner with what is wrong. Raises NotAllowed, and ProjectRefused without a reason."""
    project, waiting = _waiting(version, by)
    if not (because := because.strip()[:LETTERS]):
        raise refuse("because", "No reason is given.", "Say what has to be changed.")
    waiting.state, waiting.decided_at, waiting.decided_by = State.RETURNED, now(), by.email
    waiting.because = because
    waiting.save(update_fields=["state", "decided_at", "decided_by", "because"])
    telling.owner(waiting)
    record("send project back", project.reference, by=by.email, became=because, area=project.area_id)


@transaction.atomic
def put_back(version: Version, *, by: Person) -> None:
    """Let everyone see an earlier version again: undo what was agreed since. Raises NotAllowed, and ProjectRefused for
    a version that was never public."""
    project = of_officer(version.project, by, may_own=True)
    found = Version.objects.get(pk=version.pk)
    if found.state != State.REPLACED or project.withdrawn_at:
        raise refuse("answer", "It cannot be put back.", "Only a version that everyone saw before can.")
    was = f"version {project.shown.number}" if project.shown else ""
    _show(project, found)
    became = f"version {found.number}"
    record("put project back", project.reference, by=by.email, was=was, became=became, area=project.area_id)


@transaction.atomic
def bring_back(project: Project, *, by: Person) -> None:
    """Undo a withdrawal. Raises NotAllowed, and ProjectRefused for a project that is not withdrawn, and for the
    officer's own that somebody else withdrew."""
    found = of_officer(project, by, may_own=True)
    if not found.withdrawn_at:
        raise refuse("answer", "It is not withdrawn.")
    if found.owner_id == by.pk and found.withdrawn_by not in (by.email, account_name(by)):
        raise refuse("answer", "It is your own, and another withdrew it.", "Another officer has to look at it.")
    was = found.withdrawn_because
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_because = None, "", ""
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record("bring project back", project.reference, by=by.email, was=was, area=project.area_id)


def _show(project: Project, version: Version) -> None:
    Version.objects.filter(project=project, state=State.SHOWN).update(state=State.REPLACED)
    version.state = State.SHOWN
    version.save(update_fields=["state", "decided_at", "decided_by"])
    project.shown = version
    project.save(update_fields=["shown"])


def _waiting(version: Version, by: Person) -> tuple[Project, Version]:
    project = of_officer(version.project, by)
    found = Version.objects.get(pk=version.pk)
    if found.state != State.WAITING:
        raise refuse("answer", "It does not wait for an officer any more.", "Go back to the list.")
    if found.sent_at != version.sent_at:
        raise refuse("answer", "It was taken back and sent anew.", "Look at what it says now.")
    found.project = project
    return project, found

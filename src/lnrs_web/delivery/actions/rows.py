"""Projects held while something is done to them: one at a time, each by whoever may."""

from django.db.models import Max

from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.delivery.models import Project
from lnrs_web.delivery.refused import refuse


def held(project: Project) -> Project:
    """A project as it now is, for whoever changes it alone."""
    locked = Project.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("area", "owner").get(pk=project.pk)


def own(project: Project, by: Person) -> Project:
    """As `held`, for its owner. Raises ProjectRefused for anybody else."""
    found = held(project)
    if found.owner_id != by.pk:
        raise refuse("project", "This project is another person’s.", "Only whoever added it can change it.")
    return found


def of_officer(project: Project, by: Person, *, may_own: bool = False) -> Project:
    """As `held`, for an officer of its area. Raises NotAllowed, and ProjectRefused where it is the officer's own, but
    where they may."""
    must_be_officer_of(project.area_id, by)
    found = held(project)
    if found.owner_id == by.pk and not may_own:
        raise refuse("answer", "This project is your own.", "Another officer has to look at it.")
    return found


def next_number(project: Project) -> int:
    """The number of the next version."""
    return int(project.versions.aggregate(last=Max("number"))["last"] or 0) + 1

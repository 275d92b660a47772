"""Which pages somebody may write: those of the areas whose editor or officer they are, for as long as they are.

Wagtail asks groups. So each area has a group, and whoever comes to the editors' pages is first put into the groups of
the roles that they hold at that moment (`give`), and taken out of all others.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import NotAllowed, areas_with
from lnrs_web.areas.models import StrategyArea
from lnrs_web.newsroom.models import AreaSection

ON_PAGES = ("add_page", "change_page", "publish_page")
ON_FILES = (
    *(("wagtailimages", f"{act}_image") for act in ("add", "change", "choose")),
    *(("wagtaildocs", f"{act}_document") for act in ("add", "change", "choose")),
)


def give(person: Person) -> list[AreaSection]:
    """The sections that somebody may write in; they are put into exactly the groups of these.

    Raises NotAllowed where there are none.
    """
    areas = StrategyArea.objects.filter(pk__in=areas_with(person, Role.EDITOR))
    sections = [section_of(area) for area in areas]
    if not sections:
        raise NotAllowed("News, guidance and stories are written by the editors and officers of an area.")
    groups = {one.pk for one in Group.objects.filter(name__in=[_group(one.area) for one in sections])}
    if set(person.groups.values_list("pk", flat=True)) != groups:
        person.groups.set(groups)
    return sections


def is_own(person: Person, page: Page) -> bool:
    """Whether a page lies in a section that somebody may write in. Raises NotAllowed where there are none."""
    return any(page.path.startswith(section.path) for section in give(person))


def may_choose(person: Person, kind: type[Model], number: str) -> bool:
    """Whether somebody may put a picture, a file or a page into theirs; what is not there is for the form to tell."""
    found = kind._default_manager.filter(pk=number).first()
    if found is None:
        return True
    if isinstance(found, Page):
        return is_own(person, found)
    policy = policy_registry.get_by_type(kind)
    return bool(policy.user_has_permission_for_instance(person, "choose", found))


def section_of(area: StrategyArea) -> AreaSection:
    """An area's section, made where there is none, with a group and a folder of files of its own."""
    found = AreaSection.objects.filter(area=area).select_related("area").first()
    return found or _begin(area)


@transaction.atomic
def _begin(area: StrategyArea) -> AreaSection:
    StrategyArea.objects.select_for_update(no_key=True).get(pk=area.pk)
    if found := AreaSection.objects.filter(area=area).first():
        return found
    root = Page.objects.select_for_update(no_key=True).get(depth=1)
    section: AreaSection = root.add_child(instance=AreaSection(title=area.name, slug=area.slug, area=area))
    folder = Collection.get_first_root_node().add_child(instance=Collection(name=area.name))
    group, _ = Group.objects.get_or_create(name=_group(area))
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.add(enter)
    for name in ON_PAGES:
        may = Permission.objects.get(content_type__app_label="wagtailcore", codename=name)
        GroupPagePermission.objects.create(group=group, page=section, permission=may)
    for app, name in ON_FILES:
        may = Permission.objects.get(content_type__app_label=app, codename=name)
        GroupCollectionPermission.objects.create(group=group, collection=folder, permission=may)
    return section


def _group(area: StrategyArea) -> str:
    return f"editors of {area.slug}"

"""The addresses of the editors' pages: Wagtail's, each behind the door. What the site does itself leads to the site's
own pages, or nowhere: signing in and out, accounts and passwords, people and groups."""

from typing import NoReturn

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse_lazy
from django.views.generic import RedirectView
from wagtail.admin.urls import urlpatterns as of_wagtail
from wagtail.admin.views.chooser import BrowseView
from wagtail.admin.views.home import HomeView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from lnrs_web.accounts.guard import person_of
from lnrs_web.newsroom.access import is_own
from lnrs_web.newsroom.door import for_editors

LEFT_OUT = ("login/", "logout/", "account/", "password_reset/", "failwhale/", "test404/")
"""How addresses of Wagtail's begin that are not here."""
NOWHERE = ("users/", "groups/", "reports/")
"""How those begin that Wagtail's menus have to find, and that lead nowhere."""


def _nowhere(request: HttpRequest, *args: object, **parts: object) -> NoReturn:  # noqa: ARG001
    raise Http404


def _kept(pattern: URLPattern | URLResolver) -> bool:
    return str(pattern.pattern) not in LEFT_OUT


def _to(name: str) -> object:
    return RedirectView.as_view(url=reverse_lazy(name))


def _one_at_a_time(where: str, one: str) -> list[URLPattern]:
    """In the place of Wagtail's way to send several at once, which keeps a file as it was sent until its words follow:
    the page that adds one, which looks at the file with its words."""
    return [
        path(f"{where}/multiple/add/", _to("wagtailimages:add" if one == "image" else "wagtaildocs:add")),
        path(f"{where}/multiple/create_from_uploaded_{one}/<int:uploaded_file_id>/", _nowhere),
    ]


def _choose_in(request: HttpRequest, parent_page_id: int) -> HttpResponseBase:
    """Pages to choose from, below one of one's own: Wagtail would tell the title of any that is asked for."""
    page = get_object_or_404(Page, pk=parent_page_id)
    if not (page.is_root() or is_own(person_of(request), page)):
        raise Http404
    return BrowseView.as_view()(request, parent_page_id)


def _move(request: HttpRequest, page_to_move_id: int, destination_id: int) -> HttpResponseBase:
    """Asks whether a page is to be moved, and moves it, within what is one's own: Wagtail would tell the title of any
    before it asks who may."""
    numbers = {"page_to_move_id": page_to_move_id, "destination_id": destination_id}
    if not all(is_own(person_of(request), get_object_or_404(Page, pk=one)) for one in numbers.values()):
        raise Http404
    return MoveConfirmView.as_view()(request, **numbers)


decorate_urlpatterns([one for one in of_wagtail if str(one.pattern) in NOWHERE], lambda _: _nowhere)


@for_editors
def front(request: HttpRequest) -> HttpResponseBase:
    """What an editor wrote last, and the lists of stories, news, events, guidance and questions, in Wagtail."""
    return HomeView.as_view()(request)


_behind = decorate_urlpatterns(
    [
        path("login/", _to("account_login"), name="wagtailadmin_login"),
        path("logout/", _to("account_logout"), name="wagtailadmin_logout"),
        path("account/", _to("account"), name="wagtailadmin_account"),
        *_one_at_a_time("images", "image"),
        *_one_at_a_time("documents", "document"),
        path("choose-page/chosen-multiple/", _nowhere),  # no page here has several chosen at once
        path("choose-page/<int:parent_page_id>/", _choose_in),
        path("pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", _move),
        re_path("^pages/workflow/", _nowhere),  # there is none, and it tells the title of any page
        re_path("^api/main/(?:images|documents)/", _nowhere),  # it asks nobody whose they are
        *filter(_kept, of_wagtail),
    ],
    for_editors,
)
urlpatterns = [path("", front), path("", include(_behind))]

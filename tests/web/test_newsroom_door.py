"""The door to the editors' pages: who comes in, to what, and what their browser may run."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from lnrs_web.accounts.models import Membership, Person
from lnrs_web.audit.models import Event
from lnrs_web.newsroom.calls import hashes_of_calls, is_such_a_call
from lnrs_web.newsroom.door import EDITOR_POLICY
from lnrs_web.newsroom.models import AreaSection, Download, NewsPiece, Picture

from .newsroom import download, news, section, story
from .people import ELSEWHERE, holder, officer, person, signed_in
from .published import publish

pytestmark = pytest.mark.django_db
DOOR = "/desk/pages/"
SIGN_IN = "/account/sign-in/?next="
BULK = ("delete", "add_to_collection", "add_tags")
SHUT_OUT = ("member", "approver", "moderator", "analyst", "data_protection", "signatory")


def views(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every view that a resolver knows, with its address."""
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here, one
        else:
            yield from views(one, here)


def behind_the_door() -> list[tuple[str, URLPattern]]:
    """Every view whose address begins with that of the door."""
    return [(address, one) for address, one in views(get_resolver()) if f"/{address}".startswith(DOOR)]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_behind_the_door_refuses_whoever_writes_nothing(method: str) -> None:
    """Each view is asked as it stands in the addresses, whatever their parts: the door answers before it is reached."""
    publish()
    shut_out = [person(), officer(second_factor=False, email="new@example.org"), *(holder(one) for one in SHUT_OUT)]
    found = behind_the_door()
    assert len(found) > 150
    for address, one in found:
        request = RequestFactory().generic(method, DOOR)
        request.user = AnonymousUser()
        answer = one.callback(request)
        assert (answer.status_code, answer["Location"]) == (302, f"{SIGN_IN}{DOOR}"), address
        for who in shut_out:
            request.user = who
            answer = one.callback(request)
            if who.email == "new@example.org":
                assert (answer.status_code, answer["Location"]) == (302, "/account/second-factor/"), address
            else:
                assert answer.status_code == 403, f"{address} for {who}"


def test_an_editor_and_an_officer_come_in_and_the_policy_is_for_them_alone() -> None:
    publish()
    for who in (holder("editor"), officer()):
        answer = signed_in(who).get(DOOR)
        assert answer.status_code == 200
        assert answer["Content-Security-Policy"] == EDITOR_POLICY.format(calls="")
        assert "script-src 'self';" in answer["Content-Security-Policy"]
        form = signed_in(who).get(reverse("wagtailadmin_pages:add", args=["newsroom", "newspiece", section().pk]))
        policy = form["Content-Security-Policy"].partition("script-src ")[2].partition(";")[0].split()
        assert policy[0] == "'self'"
        assert len(policy) > 1
        assert all(one.startswith("'sha256-") for one in policy[1:])
    assert "script-src" not in signed_in(officer()).get("/desk/")["Content-Security-Policy"]
    assert Client().get("/kent-and-medway/")["Content-Security-Policy"] != EDITOR_POLICY


def test_an_editor_who_comes_in_finds_where_to_begin() -> None:
    """The first page was empty: where to write stood behind the names of five lists."""
    publish()
    section()
    editor = signed_in(holder("editor"))
    shown = editor.get(DOOR).text
    for words in ("Write a story", "Write news", "Announce an event", "Write guidance", "Answer a question"):
        [address] = re.findall(rf'href="([^"]+)">{words}</a>', shown)
        assert editor.get(address, follow=True).status_code == 200


def test_an_editor_opens_a_page_from_the_list_of_its_kind_and_sees_whether_it_is_public() -> None:
    publish()
    written, draft = story(), story("A pond", slug="a-pond", live=False)
    shown = signed_in(holder("editor")).get(f"{DOOR}stories/").text
    for one, state in ((written, "live"), (draft, "draft")):
        row = next(row for row in shown.split("<tr") if one.title in row)
        assert reverse("wagtailadmin_pages:edit", args=[one.pk]) in row
        assert state in re.sub(r"<[^>]*>", "", row).lower()


def test_what_the_site_does_itself_is_not_offered() -> None:
    publish()
    with pytest.raises(NoReverseMatch):
        reverse("wagtailadmin_password_reset")
    for name in ("wagtailusers_users", "wagtailusers_groups"):
        for page in ("index", "add"):
            assert signed_in(officer(None)).get(reverse(f"{name}:{page}")).status_code == 404


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("wagtailadmin_login", "/account/sign-in/"),
        ("wagtailadmin_logout", "/account/sign-out/"),
        ("wagtailadmin_account", "/account/"),
    ],
)
def test_signing_in_and_out_is_the_sites_own(name: str, leads_to: str) -> None:
    publish()
    assert signed_in(holder("editor")).get(reverse(name))["Location"] == leads_to


def acts_on(page: int) -> list[tuple[str, str]]:
    """What could be done to a page, by method and address."""
    names = ("edit", "delete", "unpublish", "copy", "move", "history", "view_draft", "preview_on_edit")
    return [
        *((method, reverse(f"wagtailadmin_pages:{name}", args=[page])) for name in names for method in ("GET", "POST")),
        ("GET", reverse("wagtailadmin_pages:add", args=["newsroom", "newspiece", section().pk])),
        ("POST", reverse("wagtailadmin_pages:add", args=["newsroom", "newspiece", section().pk])),
        ("POST", reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={page}"),
        ("POST", reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page}"),
    ]


def test_an_editor_of_one_area_does_nothing_to_the_pages_of_another() -> None:
    publish()
    mine, page = section(), story()
    elsewhere = elsewhere_too()
    client = signed_in(holder("editor", area=ELSEWHERE))
    assert client.get(DOOR).status_code == 200
    for method, address in acts_on(page.pk):
        answer = client.generic(method, address)
        assert answer.status_code in (302, 403, 404, 405), f"{method} {address}: {answer.status_code}"
        if answer.status_code == 302:
            here = address.partition("?")[0]
            assert answer["Location"] in (DOOR, here), f"{method} {address} leads to {answer['Location']}"
    page.refresh_from_db()
    assert page.live
    assert NewsPiece.objects.count() == 0
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
    assert elsewhere.pk != mine.pk


def test_an_editor_of_one_area_neither_sees_nor_changes_the_files_of_another() -> None:
    publish()
    told, sent = story(live=False), download()
    elsewhere_too()
    client = signed_in(holder("editor", area=ELSEWHERE))
    pages, lists = (
        reverse("wagtailadmin_choose_page"),
        ("reports/page-types-usage/", "api/main/images/", "api/main/documents/"),
    )
    assert told.title in signed_in(holder("editor")).get(f"{pages}{section().pk}/").text
    for address in (f"{pages}{section().pk}/", pages, *(f"{DOOR}{one}" for one in lists)):
        answer = client.get(address)
        assert told.title not in answer.text, address
        assert told.picture.description not in answer.text, address
        assert sent.title not in answer.text, address
    assert all(client.get(f"{DOOR}{one}").status_code == 404 for one in lists)
    said = {"title": "Mine", "description": "Mine", "collection": 1}
    for number, model, names in (
        (told.picture.pk, "picture", ("wagtailimages:edit", "wagtailimages:delete", "wagtailimages:edit_multiple")),
        (sent.pk, "download", ("wagtaildocs:edit", "wagtaildocs:delete", "wagtaildocs:edit_multiple")),
    ):
        words = {f"{start}-{number}-{name}": value for start in ("image", "doc") for name, value in said.items()}
        bulk = [reverse("wagtail_bulk_action", args=["newsroom", model, act]) for act in BULK]
        for address in (*(reverse(name, args=[number]) for name in names), *(f"{one}?id={number}" for one in bulk)):
            client.post(address, said | words | {"tags": "mine"}, headers={"x-requested-with": "XMLHttpRequest"})
    assert [one.title for one in (*Picture.objects.all(), *Download.objects.all())] == [told.picture.title, sent.title]
    assert Picture.objects.get().collection_id == told.picture.collection_id
    assert Download.objects.get().collection_id == sent.collection_id


def test_nobody_puts_into_a_page_by_its_number_what_is_anothers_to_choose() -> None:
    publish()
    told, sent = story(live=False), download()
    elsewhere = elsewhere_too()
    client = signed_in(holder("editor", area=ELSEWHERE))
    add = reverse("wagtailadmin_pages:add", args=["newsroom", "newspiece", elsewhere.pk])
    linked = f'<p><a linktype="document" id="{sent.pk}">Plant</a></p>'
    told_by_page = {"words": "Come", "page": told.pk, "address": ""}
    bodies: list[tuple[dict[str, Any], list[tuple[str, Any]]]] = [
        ({"picture": told.picture.pk}, [("heading", "A")]),
        ({}, [("picture", {"picture": told.picture.pk, "caption": ""})]),
        ({}, [("download", {"file": sent.pk})]),
        ({}, [("call", told_by_page)]),
        ({}, [("text", rich_text(linked))]),
        ({"title": ""}, [("download", {"file": sent.pk})]),  # shown again, it would tell the title
    ]
    for more, body in bodies:
        said = {"title": "Mine", "summary": "Mine", "slug": "mine", "comments": inline_formset([])}
        answer = client.post(add, nested_form_data(said | {"body": streamfield(body)} | more))
        assert answer.status_code in (302, 403), body
        assert sent.title not in answer.text, body
        assert told.title not in answer.text, body
        assert NewsPiece.objects.count() == 0, body
    said |= {"body": streamfield([("heading", "A")])}
    assert client.post(add, nested_form_data(said)).status_code == 302
    assert NewsPiece.objects.count() == 1, "what is one's own is added"


def test_no_title_of_anothers_draft_is_told_by_its_number() -> None:
    publish()
    told, elsewhere = story(live=False), elsewhere_too()
    client, mine = signed_in(holder("editor", area=ELSEWHERE)), signed_in(holder("editor"))
    chooser = reverse("wagtailadmin_choose_page")
    here, there, same = (
        reverse("wagtailadmin_pages:move_confirm", args=[told.pk, to]) for to in (section().pk, elsewhere.pk, told.pk)
    )
    for address in (f"{chooser}{told.pk}/", here):
        assert mine.get(address).status_code == 200
    choosers = (f"{chooser}{told.pk}/", f"{chooser}{section().pk}/", f"{chooser}chosen-multiple/?id={told.pk}")
    of_a_workflow = reverse("wagtailadmin_pages:workflow_preview", args=[told.pk, 1])
    for address in (*choosers, here, there, same, of_a_workflow):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert told.title not in answer.text, address
        assert told.title not in client.get(DOOR).text, address


def elsewhere_too() -> AreaSection:
    """A section of the other area, whose editor comes in for it."""
    from lnrs.model import areas
    from lnrs_web.areas.models import StrategyArea
    from lnrs_web.newsroom.access import section_of

    other = next(one for one in areas() if one.lnrs_id == ELSEWHERE)
    area, _ = StrategyArea.objects.get_or_create(lnrs_id=ELSEWHERE, defaults={"slug": "elsewhere", "name": other.name})
    return section_of(area)


def test_whoever_is_an_editor_no_more_is_shut_out_at_once() -> None:
    publish()
    who = holder("editor")
    client = signed_in(who)
    assert client.get(DOOR).status_code == 200
    assert list(who.groups.values_list("name", flat=True)) == ["editors of kent-and-medway"]
    Membership.objects.filter(person=who).update(ends_at=timezone.now())
    holder("editor", area=ELSEWHERE, email=who.email)
    elsewhere_too()
    page = news()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
    assert list(who.groups.values_list("name", flat=True)) == ["editors of elsewhere"]
    Membership.objects.filter(person=who).update(ends_at=timezone.now())
    assert client.get(DOOR).status_code == 403


def test_nobody_is_above_the_roles() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person().pk).update(is_superuser=True)
    assert not Group.objects.filter(user=person()).exists()


def test_a_section_is_only_filled() -> None:
    publish()
    client, page = signed_in(officer()), section()
    for name in ("edit", "delete", "unpublish", "move", "copy"):
        answer = client.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert answer.status_code in (302, 403, 404), name
    assert AreaSection.objects.filter(pk=page.pk, title="Kent and Medway").exists()


def test_what_an_editor_publishes_is_on_record_as_it_is_done() -> None:
    publish()
    who = holder("editor")
    page = news(live=False)
    before = Event.objects.count()
    page.save_revision().publish()
    signed_in(who).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    done = Event.objects.order_by("id")[before:]
    assert [(one.what, one.which, one.by, one.area) for one in done] == [
        ("publish page", f"page {page.pk}", "the site", 40),
        ("unpublish page", f"page {page.pk}", who.email, 40),
    ]


@pytest.mark.parametrize(
    ("script", "runs"),
    [
        ('new ImageChooser("id_picture", {"modalUrl": "/desk/pages/images/chooser/"});', True),
        ('initDateTimeChooser("id_begins_at", {"dayOfWeekStart": 1});', True),
        ('alert("id_picture");', False),
        ("new ImageChooser(alert(1));", False),
        ('new ImageChooser("a"); alert(1);', False),
        ('new ImageChooser("a", {"b": function() {}});', False),
    ],
)
def test_of_scripts_within_a_page_only_calls_with_plain_values_run(script: str, runs: bool) -> None:
    assert is_such_a_call(script) is runs
    assert bool(hashes_of_calls(f"<p><script>{script}</script></p>")) is runs

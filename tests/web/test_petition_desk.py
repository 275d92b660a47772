"""Petitions at the desk: whose work is whose, what does not count, paper and news."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone

from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import NotAllowed
from lnrs_web.accounts.queries import all_about
from lnrs_web.audit.models import Event
from lnrs_web.outbox.handing import as_mail
from lnrs_web.outbox.models import Message
from lnrs_web.petition import counts, queries
from lnrs_web.petition.actions import course, papers, removing, writing
from lnrs_web.petition.models import PaperBatch, Petition, Removal, Signature, Update, Watch
from lnrs_web.petition.networks import figures_of
from lnrs_web.petition.problems import Refused

from .people import ELSEWHERE, holder, officer, person, signed_in
from .petitions import FIELDS, HOME, Signer, bare, counted, link_in_last_mail, signatures
from .published import publish

pytestmark = pytest.mark.django_db
State = Signature.State
DESK = "/desk/petition/"


@pytest.fixture
def petition() -> Petition:
    publish()
    return bare(opened_at=timezone.now())


def test_an_officer_begins_opens_changes_and_closes_a_petition() -> None:
    publish()
    client = signed_in(officer())
    typed = {name: str(value) for name, value in FIELDS.items() if name not in ("milestones", "slug")}
    typed |= {"target": "80,000", "hourly_limit": "30", "milestones": "10,000: The council debates it\n2500: A reply"}
    assert client.post(f"{DESK}new/kent-and-medway/", typed | {"target": "none"}).status_code == 400
    made = client.post(f"{DESK}new/kent-and-medway/", typed | {"closes_on": "2099-03-31"})
    one = Petition.objects.get()
    assert made["Location"] == f"{DESK}{one.public_id}/"
    assert (one.slug, one.target, one.state) == ("more-meadows-in-kent", 80_000, "draft")
    assert one.milestones == [[2500, "A reply"], [10_000, "The council debates it"]]
    assert Client().get(f"{HOME}{one.slug}/").status_code == 404
    page = client.get(f"{DESK}{one.public_id}/change/").text
    assert 'value="2099-03-31"' in page
    assert "2500: A reply" in page
    client.post(f"{DESK}{one.public_id}/", {"step": "open"})
    assert "Sign this petition" in Client().get(f"{HOME}{one.slug}/").text
    refused = client.post(f"{DESK}{one.public_id}/change/", typed | {"asks": "Other words"})
    assert refused.status_code == 400
    assert "signed it as it is" in refused.text
    before_it_is_closed = client.get(f"{DESK}{one.public_id}/").text.partition("<summary>Close it now</summary>")[2]
    assert 0 < before_it_is_closed.find("is not opened again") < before_it_is_closed.find('value="close"')
    client.post(f"{DESK}{one.public_id}/", {"step": "close"})
    assert "This petition is closed" in Client().get(f"{HOME}{one.slug}/").text
    acts = list(Event.objects.filter(which=one.on_record).values_list("what", flat=True))
    assert acts == ["make petition", "open petition", "close petition"]


def test_moderators_look_after_signatures_and_officers_after_the_petition(petition: Petition) -> None:
    moderator, other = holder(Role.MODERATOR), officer(ELSEWHERE, "elsewhere@example.org")
    rule = removing.Rule(domain="example.org")
    for who in (person(), other, holder(Role.ANALYST)):
        with pytest.raises(NotAllowed):
            removing.count_first(petition, rule, "Machines", by=who)
        with pytest.raises(NotAllowed):
            papers.enter(petition, timezone.localdate(), "A", "1", 2, 0, by=who)
        with pytest.raises(NotAllowed):
            removing.let_through(petition, [1], by=who)
        with pytest.raises(NotAllowed):
            removing.watch(petition, "domain", "a.example", "Machines", by=who)
    with pytest.raises(NotAllowed):
        writing.write(petition, "News", "News", by=moderator)
    found = removing.count_first(petition, rule, "Machines", by=moderator)
    for act in (removing.remove, removing.cancel, removing.restore):
        with pytest.raises(NotAllowed):
            act(found, by=other)
    client = signed_in(moderator)
    assert client.post(f"{DESK}{petition.public_id}/", {"step": "close"}).status_code == 403
    assert client.post(f"{DESK}{petition.public_id}/", {"step": "recount"}).status_code == 403
    petition.refresh_from_db()
    assert petition.state == "open"


# --- what is set aside


@pytest.mark.parametrize(
    ("seconds", "mail", "fields", "said"),
    [
        (1, "a@example.org", {}, "within seconds"),
        (60, "a@example.org", {"web_address": "x"}, "people do not see"),
        (60, "a@mailinator.com", {}, "Anybody can open"),
        (60, "a@example.org", {"begun": "forged:1:x"}, "without the form"),
        (26 * 3600, "a@example.org", {}, "without the form"),
        (60, "a@watched.example", {}, "Watched for: watched.example"),
    ],
)
def test_what_is_odd_is_set_aside_and_whoever_signs_sees_the_same(
    petition: Petition, seconds: float, mail: str, fields: dict[str, str], said: str
) -> None:
    removing.watch(petition, "domain", "watched.example", "Machines", by=officer())
    odd, plain = Signer(mail), Signer("plain@example.org")
    answers = [
        (
            each.sends("sign", **sent),
            each.client.get(link_in_last_mail()),
            each.client.post(link_in_last_mail(), {"step": "prove"}),
        )
        for each, sent in ((odd, {"seconds": seconds, **fields}), (plain, {}))
    ]
    told = [
        [(one.status_code, re.sub(r"/link/[^/]+/", "", one.text), one.get("Location")) for one in each]
        for each in answers
    ]
    assert told[0] == told[1]
    aside = Signature.objects.get(state=State.ASIDE)
    assert said in aside.signals[0]
    assert aside.proved_at is not None
    assert counted(petition) == 1
    page = signed_in(officer()).get(f"{DESK}{petition.public_id}/aside/").text
    assert said in page
    signed_in(officer()).post(f"{DESK}{petition.public_id}/aside/", {"signature": [str(aside.pk), "x"]})
    assert counted(petition) == 2
    assert Event.objects.get(what="let signatures through").became == "1 signatures"


def test_more_than_the_limit_from_one_network_in_an_hour_are_set_aside(petition: Petition, settings) -> None:
    settings.LIMITS = 1
    Petition.objects.update(hourly_limit=3)
    for number in range(5):
        assert Signer(f"a{number}@example.org").sends().status_code == 302
    assert Signature.objects.filter(state=State.WAITING).count() == 3
    assert Signature.objects.filter(state=State.ASIDE).count() == 2
    assert petition


def test_what_fills_in_the_field_that_nobody_sees_on_the_first_page_is_set_aside_on_the_last(
    petition: Petition,
) -> None:
    machine = Signer()
    for step in ("check", "change"):
        page = machine.sends(step, web_address="http://spam.example").text
        [field] = re.findall(r'<input[^>]* name="web_address"[^>]*>', page)
        assert 'value="http://spam.example"' in field
    [field] = re.findall(r'<input[^>]* name="web_address"[^>]*>', Signer().sends("check").text)
    assert 'value=""' in field
    assert petition


# --- taken out by a rule


def rows_of_two_networks(petition: Petition) -> None:
    now = timezone.now()
    signatures(petition, 4, domain="machines.example", address=figures_of("203.0.113.9"), made_at=now)
    signatures(petition, 2, "waiting", domain="machines.example", address=figures_of("203.0.113.200"), made_at=now)
    signatures(petition, 3, domain="example.org", address=figures_of("2001:db8::1"), made_at=now)
    signatures(petition, 5, domain="example.org", made_at=now - timedelta(days=3))


@pytest.mark.parametrize(
    ("rule", "found", "waiting"),
    [
        (removing.Rule(domain="machines.example"), 4, 2),
        (removing.Rule(network="203.0.113.0/25"), 4, 0),
        (removing.Rule(network="203.0.113.0/24"), 4, 2),
        (removing.Rule(network="2001:db8::/32"), 3, 0),
        (removing.Rule(since=timezone.now() - timedelta(days=1)), 7, 2),
        (removing.Rule(domain="example.org", until=timezone.now() - timedelta(days=1)), 5, 0),
        (removing.Rule(domain="example.org", network="203.0.113.9"), 0, 0),
    ],
)
def test_a_rule_is_counted_done_and_put_back(petition: Petition, rule: removing.Rule, found: int, waiting: int) -> None:
    rows_of_two_networks(petition)
    assert counted(petition) == 12
    who = officer()
    one = removing.count_first(petition, rule, "Machines", by=who)
    assert (one.found, one.found_waiting) == (found, waiting)
    assert counted(petition) == 12
    removing.remove(one, by=who)
    assert counted(petition) == 12 - found
    one.refresh_from_db()
    assert (one.state, one.removed) == ("done", found)
    with pytest.raises(Refused):
        removing.cancel(one, by=who)
    removing.restore(one, by=who)
    assert counted(petition) == 12
    assert Signature.objects.filter(state=State.WAITING).count() == 2
    with pytest.raises(Refused):
        removing.restore(one, by=who)


def test_a_rule_that_is_cancelled_takes_nothing_out_and_what_comes_later_is_never_meant(petition: Petition) -> None:
    rows_of_two_networks(petition)
    who = officer()
    one = removing.count_first(petition, removing.Rule(domain="machines.example"), "Machines", by=who)
    removing.cancel(one, by=who)
    with pytest.raises(Refused):
        removing.remove(one, by=who)
    assert counted(petition) == 12
    later = removing.count_first(petition, removing.Rule(domain="machines.example"), "Machines", by=who)
    signatures(petition, 6, domain="machines.example")
    removing.remove(later, by=who)
    assert counted(petition) == 14


def test_a_signature_that_is_removed_before_it_is_proved_counts_once_it_is_put_back(petition: Petition) -> None:
    ada = Signer()
    ada.sends()
    who = officer()
    one = removing.count_first(petition, removing.Rule(domain="example.org"), "Machines", by=who)
    removing.remove(one, by=who)
    assert ada.client.post(link_in_last_mail(), {"step": "prove"}).status_code == 302
    assert counted(petition) == 0
    removing.restore(one, by=who)
    assert counted(petition) == 1


def test_what_was_taken_back_is_not_put_back(petition: Petition) -> None:
    ada = Signer()
    ada.sends()
    link, who = link_in_last_mail(), officer()
    ada.client.post(link, {"step": "prove"})
    one = removing.count_first(petition, removing.Rule(domain="example.org"), "Machines", by=who)
    removing.remove(one, by=who)
    ada.client.post(link, {"step": "back"})
    removing.restore(one, by=who)
    assert Signature.objects.get().state == State.WITHDRAWN
    assert counted(petition) == 0


def test_who_signs_again_cannot_tell_that_a_rule_took_the_signature_out(petition: Petition) -> None:
    """Proved, not proved, and taken back: letters, pages and what they show are those of somebody whose counts."""
    odd, plain, links = "machines.example", "example.org", []
    for domain in (odd, plain):
        Signer(f"proved@{domain}").signs()
        Signer(f"waits@{domain}").sends()
        Signer(f"back@{domain}").signs()
        links.append(link_in_last_mail())
    rule = removing.count_first(petition, removing.Rule(domain=odd), "Machines", by=officer())
    removing.remove(rule, by=officer())
    for link in links:
        Client().post(link, {"step": "back"})
    for name in ("proved", "waits", "back"):
        told = []
        for domain in (odd, plain):
            again = Signer(f"{name}@{domain}", name="Ada Again")
            answers = [again.sends(), again.client.get(link := link_in_last_mail())]
            subject = Message.objects.latest("id").subject
            answers += [again.client.post(link, {"step": "prove"}), again.client.get(link)]
            shown = [(one.status_code, re.sub(r"/link/[^/]+/", "", one.text), one.get("Location")) for one in answers]
            told.append((subject, shown))
        assert told[0] == told[1], name
    assert counted(petition) == 3
    removing.restore(rule, by=officer())
    assert counted(petition) == 6


def test_a_network_that_is_watched_for_is_told_nowhere_else_and_goes_with_who_signed(petition: Petition) -> None:
    who = officer()
    watch = removing.watch(petition, "network", "127.0.0.0/8", "Machines", by=who)
    Signer("a@example.org").sends()
    removing.remove(removing.count_first(petition, removing.Rule(network="127.0.0.1"), "Machines", by=who), by=who)
    Signature.objects.update(made_at=timezone.now() - queries.ADDRESSES_KEPT - timedelta(days=1), counted=True)
    course.forget_addresses(queries.with_old_address(timezone.now()), "a test")
    one = Signature.objects.get()
    assert (one.address, one.signals) == ("", ["Watched for: range of network addresses"])
    removing.watch_no_more(watch, by=who)
    removing.watch(petition, "network", "127.0.0.1", "Machines", by=who)
    assert not Event.objects.filter(was__contains="127.0").exists()
    assert not Event.objects.filter(became__contains="127.0").exists()
    course.close(petition, by=who)
    course.make_anonymous(Signature.objects.all(), "a test")
    assert not Watch.objects.exists()
    assert Removal.objects.get().network == ""


def test_the_count_comes_first_on_the_page_and_totals_of_removals_are_public(petition: Petition) -> None:
    rows_of_two_networks(petition)
    counted(petition)
    client, rules = signed_in(officer()), f"{DESK}{petition.public_id}/removals/"
    assert client.post(rules, {"reason": "Machines"}).status_code == 400
    assert client.post(rules, {"network": "nowhere", "reason": "Machines"}).status_code == 400
    assert not Removal.objects.exists()
    assert "203.0.113.9: 4" in client.get(rules).text
    page = client.post(rules, {"domain": "@Machines.example", "reason": "Machines"}, follow=True)
    assert "4\xa0signatures</strong> that counted, and 2\xa0others" in page.text
    address = page.redirect_chain[-1][0]
    assert "4\xa0signatures taken out" in client.post(address, {"step": "remove"}, follow=True).text
    counted(petition)
    told = Client().get(f"{HOME}{petition.slug}/method/").text
    assert re.search(r"taken out by officers</th><td class=\"numeric\">4\xa0signatures", told)
    again = client.post(address, {"step": "cancel"})
    assert again.status_code == 400
    client.post(address, {"step": "restore"})
    counted(petition)
    assert re.search(
        r"officers</th><td class=\"numeric\">0\xa0signatures", Client().get(f"{HOME}{petition.slug}/method/").text
    )


def test_watching_for_a_network_sets_aside_until_it_ends(petition: Petition) -> None:
    client, watches = signed_in(officer()), f"{DESK}{petition.public_id}/watches/"
    assert client.post(watches, {"kind": "network", "value": "x", "reason": "Machines"}).status_code == 400
    assert client.post(watches, {"kind": "moon", "value": "x", "reason": "Machines"}).status_code == 400
    client.post(watches, {"kind": "network", "value": "127.0.0.0/8", "reason": "Machines"})
    Signer("a@example.org").sends()
    client.post(watches, {"end": str(Watch.objects.get().pk)})
    Signer("b@example.org").sends()
    assert [one.state for one in Signature.objects.order_by("pk")] == [State.ASIDE, State.WAITING]


def test_domains_are_meant_however_they_are_typed(petition: Petition) -> None:
    client, desk = signed_in(officer()), f"{DESK}{petition.public_id}/"
    Signer("ann@bücher.example").sends()
    Signer("ann@gmail.com").sends()
    client.post(f"{desk}removals/", {"domain": "@BÜCHER.example", "reason": "Machines"})
    client.post(f"{desk}removals/", {"domain": "GoogleMail.com", "reason": "Machines"})
    assert [one.found_waiting for one in Removal.objects.all()] == [1, 1]
    client.post(f"{desk}watches/", {"kind": "domain", "value": "GoogleMail.com", "reason": "Machines"})
    Signer("bo@googlemail.com").sends()
    assert Signature.objects.latest("id").state == State.ASIDE
    for typed in ("@", "example", ""):
        answer = client.post(f"{desk}watches/", {"kind": "domain", "value": typed, "reason": "Machines"})
        assert answer.status_code == 400, typed
    assert client.post(f"{desk}removals/", {"domain": "@", "reason": "Machines"}).status_code == 400
    assert list(Watch.objects.values_list("value", flat=True)) == ["gmail.com"]


def test_what_is_proved_while_a_rule_is_done_is_among_what_it_took_out(
    petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows_of_two_networks(petition)
    one = removing.count_first(petition, removing.Rule(domain="machines.example"), "Machines", by=officer())

    class Proves(removing.QuerySet):
        """In the moment of the change somebody presses the button of their mail."""

        def update(self, **fields: object) -> int:
            Signature.objects.filter(state=State.WAITING).update(state=State.SIGNED, proved_at=timezone.now())
            return super().update(**fields)

    def proved_meanwhile(rule: Removal) -> Proves:
        rows = matching(rule)
        rows.__class__ = Proves
        return rows  # type: ignore[return-value]

    matching = removing.matching
    monkeypatch.setattr(removing, "matching", proved_meanwhile)
    removing.remove(one, by=officer())
    one.refresh_from_db()
    assert one.removed == Signature.objects.filter(removal=one, was="signed").count() == 6


def test_networks_are_counted_and_cut_off_by_the_database(
    petition: Petition, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(1, 13):
        signatures(petition, number, address=figures_of(f"203.0.113.{number}"))
    signatures(petition, 12, address=figures_of("203.0.113.0"))
    with django_assert_num_queries(1) as asked:
        found = queries.busiest_networks(petition, timezone.now())
    assert [count for _, count in found] == [12, 12, 11, 10, 9, 8, 7, 6, 5, 4]
    assert found[0][0] == figures_of("203.0.113.0")
    assert "LIMIT 10" in asked.captured_queries[0]["sql"]


# --- paper


def test_paper_is_entered_once_counted_apart_and_cancelled_with_a_reason(petition: Petition) -> None:
    client, paper = signed_in(officer()), f"{DESK}{petition.public_id}/paper/"
    batch = {"received_on": "2026-11-02", "source": "A fair", "scan_reference": "box 1", "names": "40", "refused": "3"}
    assert client.post(paper, batch).status_code == 302
    assert client.post(paper, batch).status_code == 400
    assert client.post(paper, batch | {"scan_reference": "box 2", "refused": "41"}).status_code == 400
    totals = counts.totals_of(petition)
    assert (totals.online, totals.paper) == (0, 37)
    key = str(PaperBatch.objects.get().pk)
    assert client.post(paper, {"cancel": key, "why": ""}).status_code == 400
    assert client.post(paper, {"cancel": key, "why": "Typed twice"}).status_code == 302
    assert client.post(paper, {"cancel": key, "why": "Typed twice"}).status_code == 400
    assert client.post(paper, batch).status_code == 302
    assert counts.totals_of(petition).paper == 37
    assert "Typed twice" in client.get(paper).text


# --- news


def test_news_goes_to_those_who_asked_once_each_and_a_mail_program_ends_it(petition: Petition, settings) -> None:
    settings.MAIL_A_MINUTE = 24
    for number in range(5):
        Signer(f"a{number}@example.org", updates="yes" if number else "").signs()
    Signer("waits@example.org", updates="yes").sends()
    Message.objects.all().delete()
    client, updates = signed_in(officer()), f"{DESK}{petition.public_id}/updates/"
    assert client.post(updates, {"subject": "", "text": ""}).status_code == 400
    client.post(updates, {"subject": "The council answers", "text": "It will debate it."})
    assert writing.post_some(timezone.now()) == 0
    one = Update.objects.get()
    assert "to 4\xa0people" in client.get(updates).text
    client.post(updates, {"send": str(one.pk)})
    assert client.post(updates, {"send": str(one.pk)}).status_code == 400
    assert [writing.post_some(timezone.now()) for _ in range(4)] == [2, 2, 0, 0]
    assert sorted(Message.objects.values_list("to", flat=True)) == [f"a{n}@example.org" for n in range(1, 5)]
    one.refresh_from_db()
    assert (one.posted, one.finished_at is not None) == (4, True)
    mail = as_mail(Message.objects.get(to="a1@example.org"))
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = mail.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(site.ADDRESS)
    assert Client().get(stop).status_code == 200
    assert Signature.objects.filter(wants_updates=True).count() == 5
    assert Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    gone = Signature.objects.get(pk=int(re.search(r"stop/(\d+)-", stop)[1]))  # type: ignore[index]
    assert (gone.wants_updates, gone.mail, gone.state) == (False, "", State.SIGNED)
    assert "no more news" in Client().get(stop).text
    assert writing.readers(petition) == 3


def test_of_two_updates_one_is_posted_after_the_other_and_both_take_their_share_of_the_mail(
    petition: Petition, settings
) -> None:
    settings.MAIL_A_MINUTE = 24
    signatures(petition, 3, mail="a@example.org", wants_updates=True)
    for subject in ("First", "Second"):
        writing.send(writing.write(petition, subject, "News", by=officer()), by=officer())
    posted = [writing.post_some(timezone.now()) for _ in range(6)]
    assert posted == [2, 1, 0, 2, 1, 0]
    subjects = list(Message.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == ["First"] * 3 + ["Second"] * 3


def test_whoever_asks_for_their_data_gets_their_signatures(petition: Petition) -> None:
    Signer("reader@example.org").signs()
    held = all_about(person("reader@example.org"))
    assert petition.title in str(held)

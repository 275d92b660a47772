"""The pages of nutrients: a budget worked out, credits applied for, the desk, certificates, statements."""

import html
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lnrs.cli import lnrs
from lnrs.law.periods import in_words
from lnrs.nutrients import words
from lnrs.nutrients.reading import parse
from lnrs.nutrients.rules import rule_sets
from lnrs_web.config import clock
from lnrs_web.nutrients import course, desk_views, printed
from lnrs_web.nutrients.accounts import HOLDING, Kind, Move
from lnrs_web.nutrients.actions.applications import worked_out
from lnrs_web.nutrients.actions.supply import reverse
from lnrs_web.nutrients.budget_views import catchment_of
from lnrs_web.nutrients.development_form import Typed, as_file, typed
from lnrs_web.nutrients.models import Account, Application, Movement, Round, Scheme
from lnrs_web.nutrients.statement import SHOWN, Quarter, Statement, quarter_of, quarters

from .credits import applied, closed, final, open_now, provisional, scheme, supply
from .people import officer, person, signed_in
from .published import publish

pytestmark = pytest.mark.django_db

PUBLIC, DESK = "/kent-and-medway/nutrients/", "/desk/nutrients/kent-and-medway/"
MARK = "0f3c2b1a4d5e4f608718293a4b5c6d7e"
MILL_LANE = {
    "name": 'Mill "Lane" \\ Café',
    "catchment": "stodmarsh",
    "as_of": "2026-11-27",
    "area_ha": "3.5",
    "phases": "2",
    "phase-1-dwellings": "40",
    "phase-1-occupied": "2028-06-01",
    "phase-1-works": "4419",
    "phase-2-dwellings": "20",
    "phase-2-occupied": "2031-01-01",
    "phase-2-works": "4419",
    "uses": "2",
    "use-1-name": "residential",
    "use-1-nitrogen": "14",
    "use-1-phosphorus": "1",
    "use-1-source": "invented",
    "use-2-name": "grazing",
    "use-2-nitrogen": "10",
    "use-2-phosphorus": "0.3",
    "lands": "2",
    "land-1-area": "2",
    "land-1-before": "grazing",
    "land-1-after": "residential",
    "land-1-phase": "1",
    "land-1-drained": "0.5",
    "land-1-removed_n": "0.2",
    "land-2-area": "1.5",
    "land-2-before": "grazing",
    "land-2-after": "residential",
    "land-2-phase": "2",
}


def budget(values: dict[str, str], step: str = "budget") -> str:
    return f"{PUBLIC}budget/?{urlencode(values | {'step': step})}"


def said(page: str) -> str:
    """The words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


# --- the budget


def test_the_page_says_what_the_command_says_term_by_term(tmp_path: Path) -> None:
    publish()
    answer = Client().get(budget(MILL_LANE))
    assert (answer.status_code, answer.cookies) == (200, {})
    file = Client().get(f"{PUBLIC}budget/development.toml?{urlencode(MILL_LANE)}")
    assert file.headers["Content-Disposition"] == 'attachment; filename="mill-lane-cafe.toml"'
    (tmp_path / "mill.toml").write_bytes(file.content)
    printed = CliRunner().invoke(lnrs, ["nutrients", str(tmp_path / "mill.toml")]).output
    found = worked_out(file.content.decode())[1]
    shown = said(answer.text)
    assert found.development.name == MILL_LANE["name"]
    for one in found.nutrients.values():
        for period in one.periods:
            assert words.period_words(period).removesuffix(":") in shown
            for term in period.terms:
                assert " ".join(term.words.split()) in shown
                assert words.term_words(term) in printed
    [nitrogen] = re.findall(r"That is ([\d,]+) g for ever, or (\d+) credits", printed.split("Phosphorus")[0])
    assert f"Permanent {nitrogen[0]} {nitrogen[1]}" in shown
    assert "drainage as designed: 28.00 kg x 0.5 through it x 0.2 removed" in shown
    assert found.rules.title in shown
    assert shown.count("Defra's impact assessor, sustainable drainage from 50 dwellings") == 2  # for each nutrient
    assert not [one.name for one in rule_sets() if one.name in shown]  # names are for commands
    assert found.rules.name in printed


def test_what_is_wrong_is_told_at_once_and_what_was_typed_is_there_again() -> None:
    publish()
    wrong = MILL_LANE | {
        "name": " ",
        "as_of": "soon",
        "area_ha": "-1",
        "phase-1-dwellings": "some",
        "phase-1-works": "London",
        "use-1-nitrogen": "",
        "land-1-after": "a lake",
        "land-1-drained": "2",
        "land-2-phase": "9",
    }
    answer = Client().get(budget(wrong))
    assert answer.status_code == 400
    told = set(re.findall(r'<li><a href="#([^"]+)">', answer.text))
    assert told == {
        "name",
        "as_of",
        "area_ha",
        "phase-1-dwellings",
        "phase-1-works",
        "use-1-nitrogen",
        "land-1-after",
        "land-1-drained",
        "land-2-phase",
    }
    assert all(f'id="{name}"' in answer.text for name in told)
    assert 'value="a lake"' in answer.text
    before = Client().get(budget(MILL_LANE | {"as_of": "2000-01-01"}))
    assert (before.status_code, "before the first rules" in before.text) == (400, True)


def test_rows_are_added_one_at_a_time_up_to_a_limit() -> None:
    publish()
    for kind, most in (("phase", 4), ("use", 8), ("land", 8)):
        page = Client().get(budget({f"{kind}s": str(most - 1)}, kind)).text
        assert f'name="{kind}s" value="{most}"' in page
        assert f'name="step" value="{kind}"' not in page
    assert 'name="lands" value="2"' in Client().get(budget({}, "land")).text
    assert 'name="lands" value="1"' in Client().get(budget({"lands": "x"}, "use")).text


def test_an_empty_form_asks_and_a_development_without_land_has_a_budget() -> None:
    publish()
    page = Client().get(f"{PUBLIC}budget/")
    assert (page.status_code, 'role="alert"' in page.text) == (200, False)
    few = {key: value for key, value in MILL_LANE.items() if not key.startswith(("land", "use"))}
    answer = Client().get(budget(few | {"use-1-name": "residential"}))
    assert answer.status_code == 200
    assert "the budget is that of the wastewater alone" in answer.text


@pytest.mark.parametrize("name", ["Mill", 'a"b', "a\\b", "Ä€😀", "[[phase]]", "a = 1 # b", "'''", "\x7fa"])
def test_whatever_a_development_is_called_its_file_says_so(name: str) -> None:
    given: Typed = typed(MILL_LANE | {"name": name})
    file = as_file(given, catchment_of({}))
    assert not given.problems
    assert parse(file, "a.toml").development.name == name.replace("\x7f", " ").strip()


# --- applying


def test_a_builder_applies_for_what_the_budget_needs_and_nobody_else_sees_it() -> None:
    publish()
    made = scheme()
    address = f"/account/credits/apply/kent-and-medway/?{urlencode(MILL_LANE)}"
    builder = signed_in(person())
    assert "No round of Stour credits is open" in builder.get(address).text
    open_now(made)
    told = html.unescape(Client().get(budget(MILL_LANE)).text)
    assert f'href="{address}&step=budget"' in told
    assert "Work out a budget" in builder.get("/account/credits/apply/kent-and-medway/").text
    asked = builder.get(address).text
    assert "47 permanent credits of phosphorus" in asked
    sent = {"nutrients": ["phosphorus"], "organisation": "", "planning_authority": "Ashford"}
    refused = builder.post(address, sent)
    assert (refused.status_code, "For whom you apply is missing." in refused.text) == (400, True)
    done = builder.post(address, sent | {"organisation": "Small Homes"})
    one = Application.objects.get()
    assert done.headers["Location"] == f"/account/credits/{one.public_id}/"
    page = builder.get(done.headers["Location"]).text
    assert "NC40-00001" in page
    assert one.development in html.unescape(builder.get("/account/credits/").text)
    other = signed_in(person("other@example.org"))
    assert other.get(done.headers["Location"]).status_code == 404
    assert "NC40-00001" not in other.get("/account/credits/").text
    assert builder.post(f"{done.headers['Location']}withdraw/").status_code == 302
    assert "Withdrawn" in builder.get(done.headers["Location"]).text


def test_everyone_sees_totals_prices_and_rounds_and_nobody_s_name() -> None:
    publish()
    one = provisional()
    open_now(one.scheme)
    page = Client().get(PUBLIC)
    assert page.cookies == {}
    shown = said(page.text)
    assert "How it stands Nitrogen Phosphorus Available 0 8,100 Reserved 0 0 Provisional 0 1,900" in shown
    assert "Verified in all 0 10,000" in shown
    assert "Winter is open until" in shown
    assert "£3,500.00" in shown
    for word in (one.organisation, one.development, one.reference, "Tanks 1", "reader@example.org"):
        assert word not in page.text


# --- certificates


def test_a_certificate_is_verified_by_its_code_as_it_stands_now() -> None:
    one = provisional()
    code = one.certificates.get().code
    found = Client().get(f"{PUBLIC}certificates/", {"code": code.lower().replace("-", " ")})
    assert found.headers["Location"] == f"{PUBLIC}certificates/{code}/"
    page = Client().get(found.headers["Location"])
    assert "It holds." in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert one.organisation not in page.text
    desk = signed_in(officer())
    done = desk.post(f"{DESK}applications/{one.public_id}/release/", {"because": "No permission came."})
    assert done.status_code == 302
    assert "It does not hold." in Client().get(found.headers["Location"]).text
    for typed_code, status in (("4Q7T", 400), ("0000-0000-0000", 404)):
        assert Client().get(f"{PUBLIC}certificates/", {"code": typed_code}).status_code == status
    assert Client().get(f"{PUBLIC}certificates/0000-0000-0000/").status_code == 404


def test_the_certificate_is_a_tagged_pdf_for_its_applicant_alone() -> None:
    one = provisional()
    address = f"/account/credits/{one.public_id}/certificates/{one.certificates.get().code}.pdf"
    answer = signed_in(person()).get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answer.content
    assert signed_in(person("other@example.org")).get(address).status_code == 404


# --- the desk


def sends(client: Client, address: str, **sent: Any) -> str:
    """What is shown after a form is sent that is taken."""
    answer = client.post(f"{DESK}{address}", sent)
    assert answer.status_code == 302, said(answer.text)[:2000]
    return str(client.get(answer.headers["Location"]).text)


def test_what_is_printed_of_an_invented_strategy_says_so() -> None:
    one = final()
    assert printed.certificate(one.certificates.all()[0]).label == ""  # no strategy is published here
    edition = publish()
    quarter = Statement(one.scheme, quarter_of(clock.today()), clock.today())
    labels = {printed.certificate(one.certificates.all()[0]).label, printed.statement(quarter).label}
    assert edition.invented
    assert labels == {"An invented example: no place, site or plan in it is real."}


def test_an_officer_runs_a_scheme_by_its_forms_from_the_beginning_to_the_end() -> None:
    desk, today = signed_in(officer()), clock.today().isoformat()
    assert "There is no scheme here yet" in desk.get(DESK).text
    begun = {"title": "Stour credits", "operator": "Stour Credits Ltd", "catchment": "stodmarsh"}
    assert desk.post(f"{DESK}new/scheme/", begun | {"title": ""}).status_code == 400
    assert "more than 200 letters" in desk.post(f"{DESK}new/scheme/", begun | {"title": "S" * 201}).text
    sends(desk, "new/scheme/", **begun)
    assert desk.get(f"{DESK}new/scheme/").status_code == 404
    cost = {"nutrient": "phosphorus", "term": "permanent", "since": today, "pence": "£3,500.00", "source": "a minute"}
    assert "£3,500.00" in sends(desk, "new/price/", **cost)
    new = {
        "name": "Tanks", "provider": "River Trust", "nutrient": "phosphorus", "grams": "10,000", "vintage": today,
        "until": "", "evidence": "Report 7", "verified_by": "Natural England", "verified_on": today,
    }  # fmt: skip
    assert "10,000" in sends(desk, "new/supply/", **new)
    days = {"opens_on": today, "closes_on": today, "small_dwellings": "50", "small_share_percent": "60"}
    sends(desk, "new/round/", title="Winter", **days)
    one = applied(Round.objects.get())
    round_address = f"rounds/{one.round.public_id}/"
    assert desk.post(f"{DESK}{round_address}allocate/").status_code == 400
    closed(one.round)
    assert "19 permanent credits of phosphorus out of 60 %" in said(desk.get(f"{DESK}{round_address}allocate/").text)
    assert "Number 1 of 1 small builders" in sends(desk, f"{round_address}allocate/")
    at = f"applications/{one.public_id}/"
    assert "£6,650.00 is owed" in desk.get(f"{DESK}{at}").text
    assert "Give the provisional certificate" in sends(desk, f"{at}payment/", pence="6650.00", mark=MARK)
    assert "Provisional certificate" in sends(desk, f"{at}provisional/", signed_on=today)
    decided = {"outcome": "granted", "decided_on": today, "told_on": today, "reference": "26/01234"}
    assert "£59,850.00 is owed" in sends(desk, f"{at}decision/", **decided)
    sends(desk, f"{at}payment/", pence="59850", mark=MARK.replace("0", "1"))
    assert "Final certificate" in sends(desk, f"{at}final/")
    assert "Credits used for good" in sends(desk, f"{at}retire/")
    assert desk.post(f"{DESK}{at}release/", {"because": "a"}).headers["Location"] == f"{DESK}{at}"
    assert course.of(Application.objects.get()).state == Kind.RETIRED
    assert desk.get(f"{DESK}{at}dance/").status_code == 404


def test_an_officer_takes_a_decision_back_by_its_page() -> None:
    one, desk, today = provisional(), signed_in(officer()), clock.today().isoformat()
    at = f"applications/{one.public_id}/"
    decided = {"outcome": "refused", "decided_on": today, "told_on": today, "reference": ""}
    assert "Take back the planning decision" in sends(desk, f"{at}decision/", **decided)
    shown = said(sends(desk, f"{at}undo-decision/", because="It was another site."))
    assert "Note the planning decision" in shown
    assert "Undo planning decision" in shown
    assert f"refused {in_words(clock.today())}; It was another site." in shown


def test_the_pages_of_a_scheme_ask_as_many_questions_for_many_applications_as_for_one() -> None:
    made = scheme()
    supply(made, 90_000)
    at, desk, mine = open_now(made), signed_in(officer()), signed_in(person())
    pages = [
        (desk, DESK),
        (desk, f"{DESK}rounds/{at.public_id}/"),
        (desk, "/desk/nutrients/"),
        (mine, "/account/credits/"),
    ]
    asked = []
    for number in (1, 4):
        for place in range(number):
            applied(at, name=f"Mill Lane {number} {place}")
            supply(made, 10)
        counts = []
        for browser, address in pages:
            with CaptureQueriesContext(connection) as found:
                assert browser.get(address).status_code == 200
            counts.append(len(found))
        asked.append(counts)
    assert asked[0] == asked[1]


def test_applications_of_a_scheme_are_on_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_views, "ON_A_PAGE", 2)
    at, desk = open_now(scheme()), signed_in(officer())
    made = [applied(at, name=f"Mill Lane {number}").reference for number in range(3)]
    pages = [desk.get(f"{DESK}?p={number}").text for number in (1, 2)]
    assert [[one in page for one in made] for page in pages] == [[False, True, True], [True, False, False]]
    assert "Page 1 of 2" in pages[0]


def test_an_officer_refuses_an_application_by_its_page() -> None:
    one, desk = applied(open_now(scheme())), signed_in(officer())
    at = f"applications/{one.public_id}/"
    page = said(desk.get(f"{DESK}{at}").text)
    assert "Of 27 November 2026, the day that its applicant gave, by Natural England's nutrient neutrality" in page
    assert not [rules.name for rules in rule_sets() if rules.name in page]
    assert "No reason is given" in desk.post(f"{DESK}{at}refuse/", {"because": " "}).text
    shown = said(sends(desk, f"{at}refuse/", because="The land is left out."))
    assert "Refused by the scheme." in shown
    assert "The land is left out." in shown
    assert "The land is left out." in signed_in(person()).get(f"/account/credits/{one.public_id}/").text
    assert "can withdraw" not in signed_in(person()).get(f"/account/credits/{one.public_id}/").text


def test_grams_are_taken_off_a_supply_and_put_back_by_a_reversal() -> None:
    one, desk = supply(scheme(), 1000), signed_in(officer())
    at = f"supply/{one.public_id}/"
    wrong = desk.post(f"{DESK}{at}take-back/", {"grams": "1,001", "because": "A leak.", "mark": MARK})
    assert (wrong.status_code, "has 1,000 g of phosphorus a year available" in wrong.text) == (400, True)
    unmarked = desk.post(f"{DESK}{at}take-back/", {"grams": "1", "because": "A leak."})
    assert "The form: it was not sent whole." in unmarked.text
    assert desk.get(f"{DESK}{at}take-back/").text.count('type="hidden" name="mark"') == 1
    for _ in range(2):  # sent twice, taken off once
        assert "A leak." in sends(desk, f"{at}take-back/", grams="400", because="A leak.", mark=MARK)
    taken = Movement.objects.get(move=Move.UNVERIFY)
    assert "Reversed" in sends(desk, f"ledger/{taken.public_id}/reverse/", because="It was another tank.")
    assert Account.objects.get(supply=one, kind="available").balance == 1000
    assert desk.get(f"{DESK}{at}expire/").status_code == 404  # it has no end


def test_the_ledger_is_a_table_with_every_entry() -> None:
    final()
    answer = signed_in(officer()).get(f"{DESK}ledger/?form=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1 + 8  # verified, reserved, billed, paid, provisional, billed, paid, final
    assert ",available,reserved,Tanks 1,phosphorus,1900,NC40-00001," in lines[2]


# --- statements


def test_a_statement_goes_from_what_there_was_to_what_there_is() -> None:
    one = final()
    now = quarter_of(clock.today())
    reverse(one.certificates.get(sort="final").movement, "A slip.", by=officer())
    found = Statement(one.scheme, now, clock.today())
    for part in found.parts:
        first, *within, last = part.rows
        assert first.is_balance
        assert last.is_balance
        for place in range(len(part.kinds)):
            assert first.amounts[place] + sum(row.amounts[place] for row in within) == last.amounts[place]
        if part.unit != "pence":
            there = dict.fromkeys(HOLDING, 0)
            for account in Account.objects.filter(unit=part.unit).exclude(kind="verified"):
                there[Kind(account.kind)] += account.balance
            assert dict(zip(part.kinds, last.amounts, strict=True)) == there
    after = Statement(one.scheme, now.next, clock.today())
    assert [part.rows[0].amounts for part in after.parts] == [part.rows[-1].amounts for part in found.parts]
    assert all(len(part.rows) == 2 for part in after.parts)
    assert {part.unit: part.kinds for part in found.parts} == SHOWN
    assert [each.sort for each in found.certificates] == ["provisional", "final"]
    assert any("Reversed" in row.words for part in found.parts for row in part.rows)


def test_a_quarter_that_is_not_over_says_so_until_its_last_day_is_over() -> None:
    made = scheme()
    quarter = quarter_of(date(2026, 11, 27))
    last, after = (Statement(made, quarter, day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert [one.parts[0].rows[-1].words for one in (last, after)] == [
        "So far, on 31 December 2026",
        "At the end of 31 December 2026",
    ]
    assert (printed.NOT_OVER in printed.statement(last).blocks, "not over" in printed.statement(last).subtitle) == (
        True,
        True,
    )
    assert printed.NOT_OVER not in printed.statement(after).blocks
    assert "not over" not in printed.statement(after).subtitle


def test_the_quarter_is_printed() -> None:
    final()
    desk, name = signed_in(officer()), quarter_of(clock.today()).name
    shown = said(desk.get(f"{DESK}statements/{name}/").text)
    assert "Supply verified 10,000 0 0 0 0 0" in shown
    assert "Paid -£66,500.00 £66,500.00" in shown
    assert f"So far, on {in_words(clock.today())}" in shown
    pdf = desk.get(f"{DESK}statements/{name}/statement.pdf").content
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf
    book = desk.get(f"{DESK}statements/{name}/table/?form=xlsx")
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Unit", "What", "Available")
    assert ("phosphorus", "Supply verified", 10000, 0, 0, 0, 0, 0, None, None) in rows
    for wrong in ("2027-q5", "now"):
        assert desk.get(f"{DESK}statements/{wrong}/").status_code == 404


def test_quarters_follow_one_another_from_the_beginning_of_the_scheme() -> None:
    made = scheme()
    on = quarter_of(clock.today())
    later = on.next.next
    assert quarters(made, later.first) == [later, on.next, on]
    assert (Quarter(2027, 4).next, Quarter(2027, 4).last.isoformat()) == (Quarter(2028, 1), "2027-12-31")


def test_an_area_without_a_scheme_has_the_budget_alone() -> None:
    publish()
    page = Client().get(PUBLIC)
    assert (page.status_code, "No scheme sells credits" in page.text) == (200, True)
    assert Client().get("/wiltshire-and-swindon/nutrients/").status_code == 404
    assert not Scheme.objects.exists()

"""Messages passed on without addresses, needs that are said, figures of supply and demand, the national register."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from lnrs_web.gain_sites import national, queries
from lnrs_web.gain_sites.actions import listing, relay
from lnrs_web.gain_sites.models import Enquiry, Letter, NationalSite, Need
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.outbox.models import Message
from lnrs_web.retention.rules import rules

from .gains import NEUTRAL, OWN, REGISTER, allocated, browser, draft, public, reserved, stock_of
from .people import person
from .published import publish
from .test_land_answer import words_of

pytestmark = pytest.mark.django_db
HERE = "605200, 146200"


def test_a_question_and_its_answer_are_passed_on_and_nobody_sees_an_address() -> None:
    site = public(publish())
    developer, owner = browser("developer@example.org"), browser("landowner@example.org")
    asked = developer.post(f"{OWN}ask/kent-and-medway/{site.reference}/", {"text": "Are 2 units left?"}, follow=True)
    path = asked.redirect_chain[-1][0]
    mail = Message.objects.get(to="landowner@example.org", subject__startswith="A message")
    assert "Are 2 units left?" in mail.text
    assert path in mail.text
    assert "developer@example.org" not in mail.text + mail.subject
    answered = owner.post(path, {"text": "Yes, and a ditch."})
    assert answered.status_code == 302
    mail = Message.objects.get(to="developer@example.org", subject__startswith="A message")
    assert "Yes, and a ditch." in mail.text
    assert "landowner@example.org" not in mail.text + mail.subject
    read = developer.get(path)
    assert "landowner@example.org" not in read.text
    assert "Yes, and a ditch." in read.text
    assert browser("other@example.org").get(path).status_code == 404
    assert "Yes, and a ditch." not in Client().get(f"{REGISTER}sites/{site.reference}/").text


def test_messages_are_few_and_have_words() -> None:
    site = public(publish())
    asker = person("developer@example.org")
    for text, told in (("  ", "Nothing is written"), ("x" * 2001, "more than 2,000 letters")):
        with pytest.raises(ListingRefused, match=told):
            relay.ask(site, text, by=asker)
    for _ in range(relay.A_DAY):
        relay.ask(site, "Again?", by=asker)
    with pytest.raises(ListingRefused, match="10 messages today"):
        relay.ask(site, "Again?", by=asker)
    assert (Enquiry.objects.count(), Letter.objects.count()) == (1, relay.A_DAY)
    assert site.owner
    with pytest.raises(ListingRefused, match="your own"):
        relay.ask(site, "Hello?", by=site.owner)
    with pytest.raises(ListingRefused, match="between other people"):
        relay.answer(Enquiry.objects.get(), "Hello", by=person("other@example.org"))


def test_nobody_is_asked_about_a_site_that_nobody_sees_or_offers() -> None:
    edition = publish()
    site = draft(edition)
    client = browser("developer@example.org")
    assert client.get(f"{OWN}ask/kent-and-medway/{site.reference}/").status_code == 404
    withdrawn = public(edition, at=(6, 6, 8, 8))
    assert withdrawn.owner
    listing.withdraw(withdrawn, "Sold", by=withdrawn.owner)
    assert client.get(f"{OWN}ask/kent-and-medway/{withdrawn.reference}/").status_code == 404


def test_a_need_is_said_counted_once_and_taken_back() -> None:
    publish()
    client = browser("developer@example.org")
    asked = {"units": "2.3", "habitat": NEUTRAL, "place": HERE, "nca": ""}
    path = f"{OWN}needs/kent-and-medway/"
    assert "2.3 units" in words_of(client.get(path, asked))
    for units in ("9", "2.3"):
        assert client.post(path, asked | {"units": units}).status_code == 302
    [said] = Need.objects.all()
    assert said.units == 23_000
    figures = words_of(Client().get(f"{REGISTER}statistics/"))
    assert "2.3" in figures
    assert "developer@" not in figures
    assert client.post(path, {"units": "x"}).status_code == 400
    assert browser("other@example.org").post(f"{OWN}needs/{said.public_id}/take-back/").status_code == 404
    assert client.post(f"{OWN}needs/{said.public_id}/take-back/").status_code == 302
    assert not Need.objects.exists()


def test_figures_are_the_sums_of_what_is_there() -> None:
    edition = publish()
    first, second = public(edition), public(edition, at=(6, 6, 8, 8))
    allocated(stock_of(first), 15_000)
    reserved(stock_of(second), 7_001)
    table = b"".join(Client().get(f"{REGISTER}statistics.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert table[1] == f"area,{NEUTRAL},2,8.2000,0.7001,1.5000,5.9999,0,0"
    page = words_of(Client().get(f"{REGISTER}statistics/"))
    assert "Ashford: 1.5 units (area) in 1 allocation" in page
    assert "quarter" in page


def test_needs_and_messages_are_kept_as_long_as_the_rules_say() -> None:
    site = public(publish())
    relay.ask(site, "Are any left?", by=person("developer@example.org"))
    now = timezone.now()
    assert {"needs-of-units", "gain-site-messages"} <= {rule.name for rule in rules()}
    assert queries.old_enquiries(now + timedelta(days=729)).count() == 0
    assert queries.old_enquiries(now + timedelta(days=731)).count() == 1


CSV = """referenceNumber,gridReference,siteSize,startDate,responsibleBodies,habitatType,condition,size
BGS-090426001,TR 052 462,12.5,2026-04-01,Example Trust; Ashford,Other neutral grassland,Good,4.5
BGS-090426001,TR 052 462,12.5,2026-04-01,Example Trust; Ashford,Native hedgerow,Good,0.8
BGS-090426002,SE 300 300,3,2026-04-01,Example Trust,,,
12,TR 052 462,1,,,,,
BGS-090426003,nowhere,1,,,,,
BGS-090426004,TR 053 463,1,1 May,,,,
BGS-090426001,TR 099 462,12.5,2026-04-01,Example Trust,,,
"""


def told(file: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    call_command("import_national_gain_sites", str(file))
    return capsys.readouterr().out.splitlines()


def test_every_row_of_the_national_register_is_told_what_became_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = publish()
    site = public(
        edition,
        stage="registered",
        national_reference="BGS-090426001",
        agreement="conservation covenant",
        responsible_body="Example Trust",
        secured_from="2026-04-01",
        secured_until="2057-04-01",
        surveyed_on="2026-03-01",
    )
    file = tmp_path / "register.csv"
    file.write_text(CSV)
    assert told(file, capsys) == [
        f"row 2: BGS-090426001: new, listed here as {site.reference}",
        "row 4: BGS-090426002: left out, it lies in no area that has a strategy here",
        "row 5: 12: refused, its reference does not begin with BGS-",
        "row 6: BGS-090426003: refused, 'nowhere' is not an Ordnance Survey grid reference such as TR 147 580",
        "row 7: BGS-090426004: refused, 1 May is no date",
        "row 8: BGS-090426001: refused, it says otherwise than row 2",
        "6 rows.",
    ]
    [kept] = NationalSite.objects.all()
    assert [one["type"] for one in kept.habitats] == ["Other neutral grassland", "Native hedgerow"]
    assert told(file, capsys)[0] == f"row 2: BGS-090426001: as it was, listed here as {site.reference}"
    file.write_text(CSV.replace("12.5", "13"))
    assert "changed, size ha" in told(file, capsys)[0]
    page = words_of(Client().get(f"{REGISTER}national/"))
    assert "BGS-090426001" in page
    assert site.reference in page


def test_it_is_read_as_json_and_geojson_too() -> None:
    one = {
        "referenceNumber": "BGS-1111",
        "gridReference": "TR052462",
        "siteSize": 12.5,
        "responsibleBodies": [{"name": "Example Trust"}],
        "improvements": {
            "areas": [{"type": "Lowland meadows", "condition": "Good", "size": 2, "interventionType": "C"}]
        },
        "allocations": [{}, {}],
    }
    feature = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": one, "geometry": None}]}
    for whole in ([one], {"results": [one]}, feature):
        [read] = national.read(json.dumps(whole).encode())
        assert isinstance(read, national.Read)
        assert (read.size_ha, read.allocations, read.responsible_bodies) == ("12.5", 2, ["Example Trust"])
        assert read.habitats == [{"type": "Lowland meadows", "condition": "Good", "size": "2", "work": "C"}]


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"a,b\n1,2", "no column"), (b"{", "not JSON"), (b"\xff\xfe", "UTF-8"), (b'{"features": 1}', "no list of sites")],
)
def test_what_is_no_such_file_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ListingRefused, match=why):
        national.read(data)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises((SystemExit, CommandError)):
        call_command("import_national_gain_sites", str(tmp_path / "none.csv"))

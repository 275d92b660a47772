"""Monitoring records come in by a form or a table, all or none, and a batch is taken back whole."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lnrs_web.delivery.actions import monitoring
from lnrs_web.delivery.models import Batch, Record
from lnrs_web.delivery.records import read_line, read_table
from lnrs_web.delivery.refused import ProjectRefused

from .deliveries import DESK, LIST, OWN, RECORD, TODAY, farmer, public, with_records
from .people import officer, signed_in
from .published import publish

pytestmark = pytest.mark.django_db

TABLE = b"""date,what,value,unit,by whom
2026-05-14,"Lapwing, pairs",3,pairs,Wye group
2026-06-01,Flowering plants,0.35,share of quadrats,Wye group
"""


def test_a_table_comes_in_is_looked_at_and_seen_and_taken_back_whole() -> None:
    project = public(publish())
    browser, address = signed_in(farmer()), f"{OWN}{project.public_id}/records/"
    file = SimpleUploadedFile("may.csv", TABLE, "text/csv")
    assert browser.post(address, {"step": "table", "table": file}).status_code == 302
    batch = Batch.objects.get()
    assert (batch.lines, batch.file_name, batch.state) == (2, "may.csv", "waiting")
    assert "Lapwing" not in Client().get(f"{LIST}{project.reference}/").text
    desk, at_desk = signed_in(officer()), f"{DESK}kent-and-medway/records/{batch.public_id}/"
    assert "share of quadrats" in desk.get(at_desk).text
    assert desk.post(at_desk, {"answer": "agree"}).status_code == 302
    page = Client().get(f"{LIST}{project.reference}/").text
    assert "Lapwing, pairs" in page
    assert "0.35 share of quadrats" in page
    taken = b"".join(Client().get(f"{LIST}{project.reference}/records.csv").streaming_content).decode()
    assert "2026-06-01,Flowering plants,0.350000,share of quadrats" in taken
    assert browser.post(address, {"step": f"back-{batch.public_id}"}).status_code == 302
    assert not Record.objects.exists()
    assert Batch.objects.get().state == "taken back"
    assert "Lapwing" not in Client().get(f"{LIST}{project.reference}/").text


def test_the_same_file_comes_in_once_and_again_after_it_was_taken_back() -> None:
    project = public(publish())
    found = read_table(TABLE, TODAY)
    batch = monitoring.bring_in(project, found, by=farmer(), data=TABLE)
    with pytest.raises(ProjectRefused) as refused:
        monitoring.bring_in(project, found, by=farmer(), data=TABLE)
    assert "batch 1" in str(refused.value.problems[0].what)
    monitoring.take_back(batch, by=farmer())
    assert monitoring.bring_in(project, found, by=farmer(), data=TABLE).number == 2


def test_every_wrong_line_is_told_and_nothing_comes_in() -> None:
    wrong = TABLE + b"2100-01-01,x,1,y,z\nsoon,x,many,y,z\n2026-01-01,,1,,z\n"
    with pytest.raises(ProjectRefused) as refused:
        read_table(wrong, TODAY)
    told = " ".join(one.what for one in refused.value.problems)
    for words in ("Line 4: The day has not come", "Line 5: The day", "Line 5: many is not", "Line 6: “what”", "“unit”"):
        assert words in told


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"date,what\n", b"date,what\n2026-01-01,x\n", b'date,what\n"x'])
def test_what_is_no_table_of_records_is_refused(data: bytes) -> None:
    with pytest.raises(ProjectRefused):
        read_table(data, TODAY)


def test_a_number_keeps_every_decimal() -> None:
    assert str(read_line(RECORD | {"value": "-1,234.000001"}, TODAY).value) == "-1234.000001"


@pytest.mark.parametrize("value", ["0,35", "1,2", "0,350", "1,2345", "1234,567", ",5", "1,234,567,890,123"])
def test_a_comma_that_parts_no_thousands_is_refused(value: str) -> None:
    with pytest.raises(ProjectRefused) as refused:
        read_line(RECORD | {"value": value}, TODAY)
    assert f"{value} is not a number" in refused.value.problems[0].what


def test_a_line_of_more_cells_and_a_table_of_no_lines_are_told() -> None:
    with pytest.raises(ProjectRefused) as refused:
        read_table(TABLE + b"2026-05-14,Lapwing,3,pairs,Wye group,more\n", TODAY)
    assert [one.what for one in refused.value.problems] == ["Line 4 has more cells than there are columns."]
    with pytest.raises(ProjectRefused) as refused:
        read_table(TABLE + b"\n\n2026-05-14,Lapwing,many,pairs,Wye group\n", TODAY)
    assert refused.value.problems[0].what.startswith("Line 6: ")
    with pytest.raises(ProjectRefused) as refused:
        read_table(TABLE.partition(b"\n")[0], TODAY)
    assert "no lines below its first" in refused.value.problems[0].what
    with pytest.raises(ProjectRefused) as refused:
        read_table(b"date,what,value,unit,by whom,Value\n2026-05-14,Lapwing,3,pairs,Wye group,4\n", TODAY)
    assert "more than one column value" in refused.value.problems[0].what


def test_an_officer_sees_every_record_that_they_publish_and_the_owner_three_of_each_batch() -> None:
    project = public(publish())
    found = [read_line(RECORD | {"what": f"Plot {number}."}, TODAY) for number in range(1, 1003)]
    batch = monitoring.bring_in(project, found, by=farmer())
    desk, address = signed_in(officer()), f"{DESK}kent-and-medway/records/{batch.public_id}/"
    seen = [name for p in range(1, 6) for name in re.findall(r">(Plot \d+\.)<", desk.get(f"{address}?p={p}").text)]
    assert sorted(seen) == sorted(one.what for one in found)
    assert "all 1,002\xa0records, those of the other pages too" in desk.get(address).text
    assert "Page 5 of 5" in desk.get(f"{address}?p=5").text
    own = signed_in(farmer()).get(f"{OWN}{project.public_id}/records/")
    assert [len(one.records.all()) for one in own.context["batches"]] == [3]
    assert "Plot 3." in own.text
    assert "Plot 4." not in own.text


def test_a_project_s_page_says_how_many_records_it_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lnrs_web.delivery.views.public.MOST_RECORDS", 1)
    project = public(publish())
    monitoring.agree(monitoring.bring_in(project, read_table(TABLE, TODAY), by=farmer()), by=officer())
    assert "And 1\xa0more record; the tables have all" in Client().get(f"{LIST}{project.reference}/").text


def test_sent_back_with_a_reason() -> None:
    batch = with_records(public(publish()))
    with pytest.raises(ProjectRefused):
        monitoring.send_back(batch, "", by=officer())
    monitoring.send_back(batch, "Whose nest is it?", by=officer())
    page = signed_in(farmer()).get(f"{OWN}{batch.project.public_id}/records/").text
    assert "Whose nest is it?" in page
    with pytest.raises(ProjectRefused):
        monitoring.agree(batch, by=officer())


def test_one_record_by_the_form_and_what_is_missing() -> None:
    project = public(publish())
    browser, address = signed_in(farmer()), f"{OWN}{project.public_id}/records/"
    typed = {"step": "record", "date": "2026-05-14", "what": "Lapwing", "value": "3", "unit": "pairs"}
    answer = browser.post(address, typed)
    assert answer.status_code == 400
    assert "“by whom” is missing" in answer.text
    assert browser.post(address, typed | {"by_whom": "Wye group"}).status_code == 302
    assert Record.objects.get().by_whom == "Wye group"

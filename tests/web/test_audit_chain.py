"""The record of what was done: whatever is changed in it is found, and the database refuses to change it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from lnrs_web.audit.actions import record
from lnrs_web.audit.chain import FIELDS, broken, digest_of
from lnrs_web.audit.guarded import add_triggers, drop_triggers
from lnrs_web.audit.models import Event, NeverChanged

Row = dict[str, Any]
TEXTS = ("by", "what", "which", "was", "became")
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
values: dict[str, st.SearchStrategy[Any]] = {
    **{name: st.text(max_size=8) for name in TEXTS},
    "id": st.integers(1, 2**40),
    "at": moments,
    "area": st.none() | st.integers(1, 48),
    "previous": st.text("0123456789abcdef", max_size=64),
    "digest": st.text("0123456789abcdef", max_size=64),
}


def chained(said: list[Row]) -> list[Row]:
    """Rows as `record` writes them."""
    rows: list[Row] = []
    for number, one in enumerate(said, 1):
        row = {**one, "id": number, "previous": rows[-1]["digest"] if rows else ""}
        rows.append({**row, "digest": digest_of(row)})
    return rows


written = st.lists(st.fixed_dictionaries({name: values[name] for name in (*TEXTS, "at", "area")}), min_size=1).map(
    chained
)


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row["id"])


@given(written)
def test_rows_as_they_were_written_are_whole(rows: list[Row]) -> None:
    assert not list(broken(rows))


@given(written, st.sampled_from((*FIELDS, "digest")), st.data())
def test_a_change_of_any_field_of_any_row_is_found(rows: list[Row], name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(values[name].filter(lambda value: value != rows[at][name]))
    changed = [*rows[:at], {**rows[at], name: other}, *rows[at + 1 :]]
    assert list(broken(in_order(changed)))


@given(written, st.sampled_from((*TEXTS, "at", "area")), st.data())
def test_a_row_that_is_hashed_anew_is_found_at_the_next_or_by_the_digest_that_was_noted(
    rows: list[Row], name: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    row = {**rows[at], name: data.draw(values[name].filter(lambda value: value != rows[at][name]))}
    forged = [*rows[:at], {**row, "digest": digest_of(row)}, *rows[at + 1 :]]
    noted = rows[-1]["digest"]
    first = next(broken(forged), None)
    assert first == (at + 2, first[1]) if first else noted not in {one["digest"] for one in forged}


@given(written.filter(lambda rows: len(rows) > 1), st.data())
def test_a_row_that_is_taken_away_or_moved_is_found(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 2))
    assert list(broken([*rows[:at], *rows[at + 1 :]]))
    swapped = [*rows[:at], {**rows[at + 1], "id": at + 1}, {**rows[at], "id": at + 2}, *rows[at + 2 :]]
    assert list(broken(swapped))


def test_the_digest_is_of_the_instant_whatever_the_time_zone() -> None:
    row = dict.fromkeys(FIELDS, "") | {"at": datetime(2026, 11, 26, 12, tzinfo=UTC)}
    elsewhere = row | {"at": row["at"].astimezone(ZoneInfo("Asia/Tokyo"))}
    assert digest_of(row) == digest_of(elsewhere)
    assert digest_of(row) != digest_of(row | {"at": row["at"] + timedelta(microseconds=1)})


@pytest.mark.django_db
def test_each_act_follows_the_one_before(capsys: pytest.CaptureFixture[str]) -> None:
    first = record("try", "a thing", by="ada@example.org", was="é\u2028", became="x", area=40)
    second = record("try", "a thing", by="ada@example.org")
    assert (first.previous, second.previous, second.id) == ("", first.digest, first.id + 1)
    call_command("check_audit")
    said = capsys.readouterr().out
    assert "Every row of the record is as it was written. The last is number" in said
    assert second.digest in said
    call_command("check_audit", "--holds", first.digest)


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["UPDATE audit_event SET became = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_a_row(act: str) -> None:
    record("try", "a thing", by="ada@example.org")
    with pytest.raises(DatabaseError, match="recorded for good"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)
    assert Event.objects.get().became == ""


@pytest.mark.django_db
def test_the_program_refuses_to_change_a_row() -> None:
    event = record("try", "a thing", by="ada@example.org")
    rows = Event.objects
    changes = (event.save, event.delete, rows.all().delete, lambda: rows.update(by="x"))
    for change in (*changes, lambda: rows.bulk_create([Event()]), lambda: rows.bulk_update([event], ["by"])):
        with pytest.raises(NeverChanged):
            change()


@pytest.mark.django_db
def test_no_row_is_followed_by_two() -> None:
    first = record("try", "a thing", by="ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(id=99, by="x", what="x", which="x", previous=first.previous, digest="x")


def unguarded(statement: str) -> None:
    """What somebody does who can do anything to the database."""
    with connection.cursor() as cursor:
        for one in [*drop_triggers(connection.vendor), statement, *add_triggers(connection.vendor)]:
            cursor.execute(one)


@pytest.mark.django_db
def test_check_audit_tells_the_first_row_that_was_changed(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [record("try", f"thing {number}", by="ada@example.org") for number in range(4)]
    unguarded(f"UPDATE audit_event SET \"by\" = 'eve@example.org' WHERE id IN ({rows[1].id}, {rows[2].id})")
    with pytest.raises(SystemExit) as left:
        call_command("check_audit")
    assert left.value.code == 18
    assert f"Row {rows[1].id}: does not say what it said when it was written." in capsys.readouterr().err


@pytest.mark.django_db
def test_check_audit_tells_that_rows_are_gone(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [record("try", f"thing {number}", by="ada@example.org") for number in range(3)]
    unguarded(f"DELETE FROM audit_event WHERE id = {rows[2].id}")
    call_command("check_audit")
    with pytest.raises(SystemExit) as left:
        call_command("check_audit", "--holds", rows[2].digest)
    assert left.value.code == 18
    unguarded(f"DELETE FROM audit_event WHERE id = {rows[0].id}")
    with pytest.raises(SystemExit):
        call_command("check_audit")
    assert f"Row {rows[1].id}: does not follow the row before it" in capsys.readouterr().err


@pytest.mark.django_db
def test_nothing_done_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_audit")
    assert capsys.readouterr().out == "Nothing has been done yet.\n"

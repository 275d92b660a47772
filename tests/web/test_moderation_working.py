"""Large files are taken in, and campaigns looked for, by the worker: once, whole, and with what is wrong in words."""

from datetime import timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from lnrs_web.accounts.models import Membership
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.models import Event
from lnrs_web.audit.queries import broken
from lnrs_web.engagement.actions.entering import Entered, take_in
from lnrs_web.engagement.actions.entering_many import make_ready, take_in_all
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.moderation.actions import bringing_in, deciding, looking, taking_in, working
from lnrs_web.moderation.models import Batch, CampaignLetter, Work
from lnrs_web.outbox import jobs

from .heard import DESK, LETTER, desk, entered, worked
from .people import KENT, officer
from .published import publish
from .saying import activity

pytestmark = pytest.mark.django_db
TABLE = b"mail,like\nann@example.org,The orchard\nbob@example.org,The pond\n"


@pytest.fixture
def asked() -> Activity:
    return activity(publish())


def staged(asked: Activity, data: bytes = TABLE) -> Batch:
    return bringing_in.stage(asked, data, "a.csv", channel="letter", by=officer())


def at(batch: Batch) -> str:
    return f"{DESK}files/{batch.public_id}/"


def try_again_now() -> None:
    DBTaskResult.objects.update(run_after=timezone.now())


def test_asking_twice_is_asking_once(asked):
    batch = staged(asked)
    for _ in range(2):
        assert desk().post(f"{at(batch)}take-in/").status_code == 302
        desk().post(f"{DESK}analysis/{asked.public_id}/look/")
    assert sorted(Work.objects.values_list("kind", flat=True)) == ["look", "take-in"]
    worked()
    assert Contribution.objects.count() == 2
    assert Event.objects.filter(what="take in file").count() == 1
    assert {one.state for one in Work.objects.all()} == {"done"}


def test_taking_back_what_was_used_meanwhile_takes_nothing_back_and_says_so(asked):
    batch = staged(asked)
    taking_in.commit(batch, by=officer())
    for _ in range(2):
        assert desk().post(f"{at(batch)}take-back/").status_code == 302
    assert Work.objects.get().kind == "take-back"
    one = Contribution.objects.first()
    deciding.decide(one, "accept", by=officer())
    worked()
    page = desk().get(at(batch)).text
    assert "Nothing of the file was taken back." in page
    assert f"{one.reference}: it has been decided on" in page
    assert Contribution.objects.count() == 2


def test_the_page_says_how_far_it_is_and_looks_again_without_a_script(asked):
    batch = staged(asked)
    desk().post(f"{at(batch)}take-in/")
    Work.objects.update(state="working", step=working.READING, done=1)
    page = desk().get(at(batch)).text
    assert "1 of 2\xa0rows" in page
    assert working.READING in page
    assert "Take all of it in" not in page
    assert 'http-equiv="refresh"' not in page
    assert '<meta http-equiv="refresh" content="5">' in desk().get(f"{at(batch)}?watch=yes").text
    Work.objects.update(state="waiting")
    worked()
    assert 'http-equiv="refresh"' not in desk().get(f"{at(batch)}?watch=yes").text


def test_it_says_so_where_no_worker_is_there(asked):
    batch = staged(asked)
    desk().post(f"{at(batch)}take-in/")
    assert "It waits until the worker" in desk().get(at(batch)).text
    Work.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    assert "has to start its worker" in desk().get(at(batch)).text


def test_work_that_breaks_off_writes_nothing_is_tried_again_and_can_be_asked_for_again(asked, monkeypatch):
    batch = staged(asked)
    desk().post(f"{at(batch)}take-in/")

    def breaks(*_: Any, **__: Any) -> None:
        raise OSError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(taking_in, "record", breaks)  # all rows are written by then
        worked()
        assert not Contribution.objects.exists()
        assert "It broke off (OSError). Nothing was written, and it is tried again at" in desk().get(at(batch)).text
        for _ in jobs.WAITS:
            try_again_now()
            worked()
        page = desk().get(at(batch)).text
        assert "The work broke off" in page
        assert "Take all of it in" in page
    assert not Contribution.objects.exists()
    desk().post(f"{at(batch)}take-in/")
    worked()
    assert Contribution.objects.count() == 2


def test_a_worker_killed_between_writing_and_saying_so_does_it_no_second_time(asked):
    batch = staged(asked)
    work = working.ask_to_take_in(batch, by=officer())
    taking_in.commit(batch, by=officer())
    worked()
    work.refresh_from_db()
    assert (work.state, work.outcome) == ("done", "2 contributions came of it.")
    assert Contribution.objects.count() == 2
    assert working.work_on_responses.func(str(work.public_id)) == "done"


def test_what_is_wrong_by_then_is_said_and_nothing_is_written(asked):
    batch = staged(asked)
    desk().post(f"{at(batch)}take-in/")
    asked.question_sets.latest("version").questions.filter(code="like").update(code="liked")
    worked()
    page = desk().get(at(batch)).text
    assert "It was not done" in page
    assert "Column like: it is not known." in page
    assert not Contribution.objects.exists()


def test_who_may_no_more_has_nothing_done(asked):
    batch = staged(asked)
    desk().post(f"{at(batch)}take-in/")
    Membership.objects.all().delete()
    worked()
    assert "not an officer or a moderator" in Work.objects.get().problems[0][1]
    assert not Contribution.objects.exists()


def test_rows_are_read_again_where_the_activity_changed_meanwhile(asked):
    batch, told = staged(asked), []

    def changes(count: int) -> None:
        if not told:
            Activity.objects.filter(pk=asked.pk).update(per_person=1, ended_at=timezone.now() - timedelta(hours=2))
        told.append(count)

    assert taking_in.commit(batch, by=officer(), told=changes) == 2
    assert told == [1, 2, 1, 2]
    assert all(one.late for one in Contribution.objects.all())
    other, turns = staged(asked, b"like\nThe marsh\n"), iter(range(9))
    with pytest.raises(bringing_in.CannotBe, match="changed each time"):
        taking_in.commit(other, by=officer(), told=lambda _: asked.question_sets and _raise_version(asked, next(turns)))
    assert Contribution.objects.count() == 2


def _raise_version(asked: Activity, turn: int) -> None:
    Activity.objects.filter(pk=asked.pk).update(per_person=5 + turn)


def test_what_is_withdrawn_while_campaigns_are_looked_for_is_in_none(asked):
    letters = [entered(asked, LETTER) for _ in range(4)]
    seen = looking.seen_in(asked, lambda _: None)
    Contribution.objects.filter(pk=letters[0].pk).update(state="withdrawn")
    letters[1].delete()
    assert looking.keep(asked, seen, by=officer())[0] == 1
    assert set(CampaignLetter.objects.values_list("contribution", flat=True)) == {one.pk for one in letters[2:]}


WRITERS = some.sampled_from(["", "ann@example.org", "Ann@Example.org", "bob@example.org"])
ROWS = some.lists(
    some.builds(
        lambda words, mail, may, days, stance, chosen: Entered(
            channel="letter",
            sent_at=timezone.now() - timedelta(days=days),
            answers={"like": words, **({"matters": chosen} if chosen else {})},
            mail=mail,
            may_publish=may,
            stance=stance,
        ),
        some.sampled_from(["The orchard", "A badger sett", "= 1", "Ä"]),
        WRITERS,
        some.booleans(),
        some.sampled_from([0, 1, 400]),
        some.sampled_from(["", "object"]),
        some.lists(some.sampled_from(["water", "walks"]), unique=True),
    ),
    max_size=6,
)


class ManyAtOnce(TestCase):
    """Many that are taken in at once are what they would be if they had been taken in one by one."""

    @settings(max_examples=25, deadline=None)
    @given(ROWS, some.sampled_from(["survey", "representations"]), some.sampled_from([0, 1, 2]))
    def test_are_as_one_by_one(self, rows, kind, cap):
        by, found = officer(), []
        StrategyArea.objects.create(lnrs_id=KENT, slug="kent-and-medway", name="Kent and Medway")
        for slug in ("one-by-one", "at-once"):
            asked = activity(slug=slug, kind=kind, per_person=cap, sensitive_species=["badger"], moderation="after")
            if slug == "one-by-one":
                for row in rows:
                    take_in(asked, row, by=by)
            else:
                questions = asked.question_sets.latest("version")
                take_in_all(asked, make_ready(asked, rows, questions, by=by, told=lambda _: None), by=by)
            made = list(Contribution.objects.filter(activity=asked))
            found.append(sorted(map(repr, map(said_by, made))))
        assert found[0] == found[1]
        names = [str(one.reference).split("-") for one in Contribution.objects.exclude(reference=None)]
        for year in {parts[1] for parts in names} if kind == "representations" else ():
            numbers = sorted(int(parts[3]) for parts in names if parts[1] == year)
            assert numbers == list(range(1, len(numbers) + 1))
        assert not list(broken())


def said_by(one: Contribution) -> dict[str, Any]:
    """All of a contribution but what is its own."""
    own = {"id", "activity", "question_set", "reference", "received_at"}
    said = {name: value for name, value in model_to_dict(one).items() if name not in own}
    acts = Event.objects.filter(which=one.reference).values_list("what", "became", "by", "area")
    return said | {
        "answers": [(answer.question.code, answer.text, answer.chosen) for answer in one.answers.all()],
        "revisions": [(row.number, row.by, row.content) for row in one.revisions.all()],
        "acts": list(acts),
    }

"""The statutory targets on the site."""

import csv
import io

import pytest
from django.test import Client

from lnrs.targets.act import act_targets
from lnrs_web.delivery.progress import Hectares
from lnrs_web.strategy.figures import summary
from lnrs_web.targets import local
from lnrs_web.targets.chart import chart

from .published import AREA, Page, publish
from .test_land_answer import words_of

pytestmark = pytest.mark.django_db

ENGLAND = "/england/targets/"


def test_england_s_page_has_every_target_with_its_day_and_its_mark() -> None:
    answer = Client().get(ENGLAND)
    told = words_of(answer)
    for one in act_targets():
        assert one.name in told
        assert one.says.replace("'", "&#x27;") in told or one.says in told
    marked = 2 * sum(one.read == "another's account" for one in act_targets())
    assert told.count("unverified: another's account") + told.count("unverified: another&#x27;s account") == marked > 0
    assert "31 December 2042" in told
    page = Page(answer.text)
    assert page.count("h1") == 1
    assert page.count("svg") - page.count("use") >= 3
    assert not [one for one in page.all("id") if page.all("id").count(one) > 1]


def test_a_chart_says_its_facts_in_words() -> None:
    drawn = [chart(one) for one in act_targets()]
    assert any(one and "From 100 in 1970 to 67.5 in 2023 (1970 = 100): -32.5%." in one for one in drawn)
    assert any(one and "goal 287" in one for one in drawn)
    assert [one is None for one in drawn].count(False) == 4


def test_an_area_shows_what_it_maps_and_what_is_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = publish()
    mapped = summary(edition)["could_become"]
    assert local.habitat(edition) == local.Habitat(mapped, 0.0, 0.0, 0)
    monkeypatch.setattr(local, "works", lambda _: [None, None])
    monkeypatch.setattr(local, "total_of", lambda _: Hectares(3, 12, 45))
    told = words_of(Client().get(f"{AREA}targets/"))
    assert "12 ha" in told
    assert "45 ha" in told
    assert "2 projects" in told
    assert f"{mapped:.0f} ha mapped" in told
    assert "500,000 ha" in told


def test_an_area_s_page_works_out_the_land_of_all_projects_alone_and_is_not_asked_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from lnrs_web.delivery import progress

    from .deliveries import public

    edition = publish()
    public(edition)
    told: list[object] = []
    monkeypatch.setattr(progress, "counted_once", lambda laid: told.append(list(laid)) or {"all": Hectares(0, 0, 16)})
    assert "16 ha" in words_of(Client().get(f"{AREA}targets/"))
    assert len(told) == 1
    monkeypatch.setattr("lnrs_web.pages.limits._wait_s", lambda _request, what, *_: 9.0 if what == "search" else 0.0)
    assert Client().get(f"{AREA}targets/").status_code == 429


def test_targets_and_series_can_be_taken_away() -> None:
    def rows(name: str) -> list[dict[str, str]]:
        body = b"".join(Client().get(f"{ENGLAND}{name}.csv").streaming_content)  # type: ignore[attr-defined]
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))

    assert [row["key"] for row in rows("targets")] == [one.key for one in act_targets()]
    assert [row["read"] for row in rows("targets")] == [one.read for one in act_targets()]
    assert {row["read"] for row in rows("targets")} == {"own text", "another's account"}
    series = rows("series")
    assert next(row["value"] for row in series if row["series"] == "abundance" and row["year"] == "2023") == "67.5"
    assert b"".join(Client().get(f"{ENGLAND}series.xlsx").streaming_content).startswith(b"PK")  # type: ignore[attr-defined]

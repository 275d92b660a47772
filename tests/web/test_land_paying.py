"""My land: what pays for its measures, what cannot be combined, and the sum, as a page, a PDF and tables."""

import csv
import io
import re
from datetime import date
from typing import Any

import openpyxl
import pypdf
import pytest
from django.test import Client

from lnrs_web.boundaries.parcels import parcel
from lnrs_web.editions.models import Edition, FundingRoute, Measure, MetricHabitat
from lnrs_web.land.answer import answer
from lnrs_web.land.paying import Asked, asked_of, paying

from ..unit.edition_case import box
from .published import AREA, publish
from .test_land_answer import ANSWER, asked, typed, words_of

LAND = typed(0, 1, 4, 5)
DAY = date(2026, 11, 27)


def first_cell(answered: Any, column: int = 0) -> object:
    """A cell of the first row of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(answered.getvalue()))
    return [cell.value for cell in book.active[2]][column]


def with_markets(edition: Edition) -> Edition:
    """The edition, whose meadow is to be grass of two kinds, and is to be sold for units too."""
    route = FundingRoute(edition=edition, position=9, ref="BNG", scheme="Biodiversity net gain", name="Units")
    route.summary, route.checked, route.verified = "Units are sold.", DAY, False
    route.save()
    meadow = Measure.objects.get(edition=edition, ref="GL1.1")
    meadow.funding = ["SFI1", "BNG"]
    meadow.save()
    for position, habitat in enumerate(("Grassland - Other neutral grassland",), 8):
        MetricHabitat.objects.create(
            edition=edition, position=position, measure="GL1.1", metric_habitat=habitat, intervention="both"
        )
    return edition


@pytest.mark.django_db
def test_the_page_says_what_pays_with_rate_source_and_what_is_stale(client: Client) -> None:
    publish()
    words = words_of(asked(client, LAND))
    assert "CGS22 Species-rich grassland that is priority habitat" in words
    assert "£646 a hectare every year for 5 years" in words
    assert "Stale: known of 10 September 2025" in words
    assert "checked 27 November 2026" in words
    assert "An indicative sum" in words
    assert "What the sum takes for granted" in words


@pytest.mark.django_db
def test_the_sum_is_that_of_the_hectares_mapped_each_counted_once() -> None:
    """The mapped meadow on the land, at £646 a hectare for five years; other measures there have no rate."""
    edition = publish()
    one = answer(edition, [parcel("A", box(0, 1, 4, 5))])
    twice = answer(edition, [parcel("A", box(0, 1, 4, 5)), parcel("B", box(0, 1, 4, 5))])
    found = paying(one, DAY)
    [meadow] = [there for there in one.measures if there.measure.ref == "GL1.1"]
    assert found.sum.most.over_p == round(meadow.area_ha * 10_000) * 5 * 646_00 // 10_000
    assert found.sum.paid_m2 + found.sum.unpaid_m2 == pytest.approx(one.whole.mapped_ha * 10_000, abs=3)
    assert paying(twice, DAY).sum == found.sum


@pytest.mark.django_db
def test_what_cannot_be_combined_is_told_with_why(client: Client) -> None:
    with_markets(publish())
    words = words_of(asked(client, LAND))
    assert "Cannot be paid for the same land" in words
    assert "Two yearly payments for the same hectare" in words
    assert "CGS21 with CGS22" in words
    assert "Can be combined under conditions" in words
    assert "Units can be sold only for what is done beyond what the scheme pays for already" in words


@pytest.mark.django_db
def test_of_what_is_chosen_only_what_can_stand_together_is_counted(client: Client) -> None:
    edition = with_markets(publish())
    found = answer(edition, [parcel("A", box(0, 1, 4, 5))])
    told = paying(found, DAY, Asked(frozenset({"CGS21", "CGS22", "BNG-UNITS", "NONSENSE"}), 20))
    alone = paying(found, DAY, Asked(frozenset({"CGS22"}), 20))
    assert told.chosen is not None
    assert alone.chosen is not None
    assert told.chosen.amount == alone.chosen.amount
    assert [(one, other) for one, other, *_ in told.refused] == [("CGS21", "CGS22")]
    assert [one.code for one in told.chosen.not_counted] == ["BNG-UNITS"]
    page = client.post(ANSWER, {"way": "typed", "typed": LAND, "pay": ["CGS21", "CGS22"], "years": "20"})
    words = words_of(page)
    assert "What you chose: about £" in words
    assert "over 20 years" in words
    assert "CGS21 and CGS22 , on" in words
    assert page.text.count(" checked>") == 2


def test_a_form_that_asks_for_no_years_that_there_are_is_answered_for_ten() -> None:
    assert asked_of({"years": ["20"], "pay": ["A", "B"]}) == Asked(frozenset("AB"), 20)
    for typed_years in (["7"], ["-1"], ["x"], []):
        assert asked_of({"years": typed_years}).years == 10


@pytest.mark.django_db
def test_land_that_nothing_pays_for_says_so(client: Client) -> None:
    edition = publish()
    MetricHabitat.objects.filter(edition=edition).delete()
    FundingRoute.objects.filter(edition=edition).delete()
    words = words_of(asked(client, LAND))
    assert "No scheme that is known here pays for the habitats of the measures on this land." in words
    assert "An indicative sum" not in words


@pytest.mark.django_db
def test_what_pays_can_be_taken_away_as_csv_workbook_and_pdf(client: Client) -> None:
    publish()
    table = asked(client, LAND, to=AREA + "my-land/what-pays.csv")
    assert table.headers["Cache-Control"] == "no-store, private"
    [row] = csv.DictReader(io.StringIO(table.getvalue().decode("utf-8-sig")))
    assert (row["action"], row["amount_p"], row["per"], row["measures"]) == ("CGS22", "64600", "ha", "GL1.1")
    assert row["text_of"] == "2025-09-10"
    assert first_cell(asked(client, LAND, to=AREA + "my-land/what-pays.xlsx")) == "CGS22"
    paper = asked(client, LAND, to=AREA + "my-land/answer.pdf")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert "£646 a hectare every year for 5 years" in " ".join(text.split())
    assert "An indicative sum" in text


@pytest.mark.django_db
def test_every_scheme_has_a_page_with_sources_and_check_dates(client: Client) -> None:
    publish()
    page = client.get(AREA + "what-pays/")
    words = words_of(page)
    for scheme in ("Sustainable Farming Incentive", "Landscape Recovery", "Nutrient credits", "Local funds"):
        assert scheme in words
    assert re.search(r"CGS22 .* £646 a hectare every year for 5 years .*checked 27 November 2026", words)
    assert "Unverified: not read" in words
    assert "/kent-and-medway/strategy/measures/GL1.1/" in page.text
    assert client.get(AREA + "strategy/funding/").text.count("/kent-and-medway/what-pays/") == 1
    rows = list(csv.DictReader(io.StringIO(client.get(AREA + "what-pays/table.csv").getvalue().decode("utf-8-sig"))))
    assert {"CAHL1", "CGS22", "BNG-UNITS"} <= {row["code"] for row in rows}
    assert first_cell(client.get(AREA + "what-pays/table.xlsx"), column=1) == "CAHL1"

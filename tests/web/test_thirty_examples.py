"""Invented candidates are added to invented editions alone, once, and say that they are invented."""

import pytest
from django.core.management import call_command
from django.test import Client

from lnrs_web.editions.models import Edition
from lnrs_web.thirty_by_thirty.examples import EVIDENCE, SOURCE
from lnrs_web.thirty_by_thirty.models import Assessment, Candidate

from .published import AREA, publish

pytestmark = pytest.mark.django_db


def test_they_are_added_once_and_labelled(capsys: pytest.CaptureFixture[str]) -> None:
    publish()
    call_command("example_candidates")
    count = Candidate.objects.count()
    assert capsys.readouterr().out == f"{count} example candidates added.\n"
    assert count > 0
    assert set(Candidate.objects.values_list("source", flat=True)) == {SOURCE}
    assert set(Assessment.objects.values_list("evidence", flat=True)) == {EVIDENCE}
    call_command("example_candidates")
    assert capsys.readouterr().out == "0 example candidates added.\n"


def test_there_is_a_protected_landscape_among_them_that_is_shown_as_a_beacon() -> None:
    publish()
    call_command("example_candidates")
    landscape = Candidate.objects.get(designation="NL")
    assert landscape.source == SOURCE
    assert 0 < landscape.size_ha <= 150  # of the area's land
    shown = Client().get(f"{AREA}30-by-30/").text.partition('id="beacons"')[2]
    assert landscape.name in shown


def test_a_real_strategy_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    publish()
    Edition.objects.update(invented=False)
    call_command("example_candidates")
    assert capsys.readouterr().out == "0 example candidates added.\n"
    assert not Candidate.objects.exists()

"""Invented candidates are added to invented editions alone, once, and say that they are invented."""

import pytest
from django.core.management import call_command

from lnrs_web.editions.models import Edition
from lnrs_web.thirty_by_thirty.examples import EVIDENCE, SOURCE
from lnrs_web.thirty_by_thirty.models import Assessment, Candidate

from .published import publish

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


def test_a_real_strategy_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    publish()
    Edition.objects.update(invented=False)
    call_command("example_candidates")
    assert capsys.readouterr().out == "0 example candidates added.\n"
    assert not Candidate.objects.exists()

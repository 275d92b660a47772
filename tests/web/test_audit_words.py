"""A row of the record in words."""

import pytest

from lnrs_web.audit.models import Event
from lnrs_web.audit.words import done_by, plain, said_of

KEY = "0f3c2b1a-4d5e-4f60-8718-293a4b5c6d7e"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("4445000 pence", "£44,450.00"),
        ("phosphorus permanent 2027-03-01: 5 pence", "phosphorus permanent 1 March 2027: £0.05"),
        (f"{KEY}: 2.3 of Grassland", "2.3 of Grassland"),
        ("NC40-00001, KM-2027-R-00001, 2027-13-01", "NC40-00001, KM-2027-R-00001, 2027-13-01"),  # none is a day
        ("version 1: boundary, 90000 m2", "version 1: boundary, 9.0 ha"),
        (f"version 1: picture {'0d' * 32}", "version 1: picture"),
        ("", ""),
    ],
)
def test_money_is_in_pounds_land_in_hectares_days_are_in_words_and_keys_are_left_out(written: str, read: str) -> None:
    assert plain(written) == read


def test_a_row_says_what_was_done_what_it_was_and_what_it_became() -> None:
    assert said_of(Event(what="retire credits")) == "Retire credits"
    assert said_of(Event(what="note credit payment", became="100 pence")) == "Note credit payment: £1.00"
    assert said_of(Event(what="say what", was="a council", became="a park")) == "Say what: a council, then a park"


def test_an_account_s_number_is_not_shown() -> None:
    assert done_by(Event(by=f"account {KEY}")) == "somebody with an account"
    assert done_by(Event(by="officer@example.org")) == "officer@example.org"

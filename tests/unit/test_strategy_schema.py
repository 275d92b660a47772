from dataclasses import dataclass
from datetime import date
from typing import Literal

import pytest

from lnrs.model import Contact, Mapping, Procedure, StrategyRecord, Theme
from lnrs.strategy.schema import Fault, columns, hint_at, phrase, required, validate

RECORD = {"area": 40, "title": "A plan", "edition": "one", "as_of": date(2026, 10, 1)}


@dataclass(frozen=True)
class Part:
    name: str
    length_m: float = 1.0


@dataclass(frozen=True)
class Whole:
    name: str
    parts: tuple[Part, ...] = ()
    share: float | None = None
    size: Literal["small", "middling", "large"] = "small"


def test_a_table_becomes_its_record_with_tables_inside_it():
    record, faults = validate(StrategyRecord, RECORD | {"contact": {"name": "Us", "email": "us@example.org"}})
    assert faults == []
    assert record == StrategyRecord(40, "A plan", "one", date(2026, 10, 1), contact=Contact("Us", "us@example.org"))


def test_whole_numbers_stand_for_decimals_and_lists_for_tuples():
    record, _ = validate(Whole, {"name": "x", "parts": [{"name": "a", "length_m": 2}], "share": 1})
    assert record == Whole("x", (Part("a", 2.0),), 1.0)
    assert isinstance(record.parts[0].length_m, float)


def test_blank_text_takes_the_records_own_value_or_counts_as_missing():
    record, _ = validate(StrategyRecord, RECORD | {"replaces": "  "})
    assert record.replaces == ""
    assert validate(StrategyRecord, RECORD | {"title": "  "})[1] == [
        Fault(("title",), "title is empty.", "It must be text in quotation marks.")
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": 3}, Fault(("name",), "name must be text in quotation marks, not 3.")),
        ({"share": "a tenth"}, Fault(("share",), "share must be a number, not 'a tenth'.")),
        ({"share": True}, Fault(("share",), "share must be a number, not true.")),
        (
            {"size": "larg"},
            Fault(("size",), "size must be one of small, middling or large, not 'larg'.", "Did you mean large?"),
        ),
        ({"parts": "a"}, Fault(("parts",), "parts must be a list of tables, not 'a'.")),
        ({"parts": ["a"]}, Fault(("parts", 0), "parts must be a table, not 'a'.")),
        (
            {"parts": [{"name": ""}]},
            Fault(("parts", 0, "name"), "name is empty.", "It must be text in quotation marks."),
        ),
        (
            {"parts": [{}]},
            Fault(("parts", 0, "name"), "name is missing from [[parts]].", "It must be text in quotation marks."),
        ),
        (
            {"parts": [{"name": "a", "lenth_m": 2}]},
            Fault(("parts", 0, "lenth_m"), "lenth_m is not a key of [[parts]].", "Did you mean length_m?"),
        ),
        (
            {"colour": "red"},
            Fault(("colour",), "colour is not a key of the file.", "It can be name, parts, share or size."),
        ),
    ],
)
def test_each_thing_that_is_wrong_is_said_in_the_words_of_the_file(change, fault):
    assert validate(Whole, {"name": "x"} | change) == (None, [fault])


def test_every_fault_is_found_at_once_and_a_misspelt_key_is_said_once():
    _, faults = validate(Theme, {"prefix": 1, "nmae": "Woods", "aim": "More."}, ("theme", 2))
    assert faults == [
        Fault(("theme", 2, "prefix"), "prefix must be text in quotation marks, not 1."),
        Fault(("theme", 2, "colour"), "colour is missing from [[theme]].", "It must be text in quotation marks."),
        Fault(("theme", 2, "nmae"), "nmae is not a key of [[theme]].", "Did you mean name?"),
    ]


def test_the_model_itself_is_left_as_it_was():
    validate(StrategyRecord, RECORD)
    assert StrategyRecord(area="forty", title="", edition="", as_of=None).area == "forty"
    assert not hasattr(StrategyRecord, "__pydantic_config__")


def test_columns_and_those_that_must_be_given():
    assert columns(Contact) == ("name", "email", "url")
    assert required(Contact) == ("name", "email")
    assert required(Procedure) == ()


def test_the_type_of_a_value_is_found_by_its_place():
    assert hint_at(StrategyRecord, ("contact", "email")) is str
    assert hint_at(Whole, ("parts", 3, "length_m")) is float
    assert hint_at(Whole, ("nothing", "here")) is None


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("units", "land_parcels or squares"),
        ("square_m", "a whole number"),
        ("smallest_piece_m2", "a number"),
    ],
)
def test_a_type_is_called_what_people_call_it(key, words):
    assert phrase(hint_at(Mapping, (key,))) == words

"""What a table and its fields are taken for, by what others called them."""

import pytest

from lnrs.network.published.kinds import code_of
from lnrs.network.published.names import fields_of, layer_called, layer_of_word


@pytest.mark.parametrize(
    ("name", "layer", "how"),
    [
        ("APIB", "important", "exact"),
        ("apib", "important", "exact"),
        ("lnrs_apib", "important", "exact"),
        ("planning:lnrs_acb", "become", "exact"),
        ("ACB", "become", "exact"),
        ("ACIB", "become", "exact"),
        ("ACBI", "become", "exact"),
        ("PM", "measures", "exact"),
        ("Potential Measures (PM)", "measures", "exact"),
        ("Mapped_Measures", "measures", "exact"),
        ("Areas_of_Particular_Importance_for_Biodiversity", "important", "exact"),
        ("AreasThatCouldBecomeOfParticularImportance", "become", "exact"),
        ("lnrs_area", "area", "exact"),
        ("APIB_NNCONLY", "important", "like"),
        ("GM_ACIBs_v2_final", "become", "like"),
        ("HampshireMeasuresLayer", "measures", "like"),
        ("Areas of particular importance, June 2025", "important", "like"),
    ],
)
def test_a_table_is_known_by_its_name(name: str, layer: str, how: str) -> None:
    assert layer_called(name, []) == (layer, how)


@pytest.mark.parametrize("name", ["roads", "national_parks", "Acbridge", "spm_data", "pmtiles"])
def test_a_table_that_is_called_anything_else_is_none(name: str) -> None:
    assert layer_called(name, ["name", "type"]) is None


def test_its_own_fields_tell_more_than_a_word_in_its_name_and_less_than_its_name() -> None:
    assert layer_called("layer 1", ["LNRS_ID", "APIB_TYPE"]) == ("important", "fields")
    assert layer_called("measures of importance", ["lnrs_id", "acb_id"]) == ("become", "fields")
    assert layer_called("ACB", ["apib_id"]) == ("become", "exact")


def test_fields_are_known_in_any_case_and_cut_at_ten_characters() -> None:
    found = fields_of("important", ["LNRS_ID", "Apib_Id", "apib_type", "APIB_NAME", "apib_site_"])
    assert found.columns == {"site": "Apib_Id", "kind": "apib_type", "name": "APIB_NAME", "ref": "apib_site_"}
    assert found.lnrs_id == "LNRS_ID"
    assert [field for _, field in found.guessed] == ["apib_site_"]
    cut = fields_of("measures", ["measure_de", "pm_locatio", "measure_id"])
    assert cut.columns == {"measure": "measure_de", "place": "pm_locatio", "ref": "measure_id"}


def test_a_name_that_is_only_short_is_not_taken_for_one_that_was_cut() -> None:
    assert "measure" not in fields_of("measures", ["measure_d"]).columns


def test_priorities_are_read_in_the_order_of_their_numbers() -> None:
    fields = ["priority_10", "PRIORITY_2", "priority_1", "priority", "priority_note"]
    assert fields_of("measures", fields).priorities == ("priority", "priority_1", "PRIORITY_2", "priority_10")
    assert fields_of("become", fields).priorities == ()


@pytest.mark.parametrize(
    ("word", "layer"),
    [("APIB", "important"), ("Could become", "become"), ("potential measures", "measures"), ("habitats", ""), ("", "")],
)
def test_a_row_can_say_which_layer_it_is_of(word: str, layer: str) -> None:
    assert layer_of_word(word) == layer


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("SSSI", "SSSI"),
        ("sssi", "SSSI"),
        ("Local Wildlife Sites", "LWS"),
        ("SBI", "LWS"),
        ("Ramsar", "RAMSAR"),
        ("Ancient Woodland", "IRREP"),
        ("park", ""),
    ],
)
def test_kinds_of_sites_have_national_codes(kind: str, code: str) -> None:
    assert code_of(kind) == code

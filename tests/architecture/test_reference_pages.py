"""The reference pages made from the code explain every key and column, in words and not in Python."""

import re
from dataclasses import fields, is_dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, get_args

import pytest

from lnrs.strategy.schema import hints

_spec = spec_from_file_location("generate", Path(__file__).resolve().parents[2] / "docs" / "generate.py")
assert _spec
assert _spec.loader
generate = module_from_spec(_spec)
_spec.loader.exec_module(generate)

RECORDS = [record for _, record in (*generate.FOLDER_FILES, *generate.NETWORK_FILES)]
IN_PYTHON = re.compile(
    r"\b(None(?! of)|NoneType|True|False|str|int|float|bool|UnionType)\b"
    r"|\b(tuple|list|dict|set|Literal|Optional|Union)\["
)


def silent(record: type) -> list[str]:
    """The fields of a record that no sentence explains."""
    notes = generate.attribute_notes(record)
    return [one.name for one in fields(record) if not notes.get(one.name, "").endswith(".")]


def parts(hint: Any) -> list[Any]:
    """A type and all the types in it."""
    return [hint, *(part for inner in get_args(hint) for part in parts(inner))]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_and_column_of_the_strategy_folder_has_a_sentence_that_explains_it(record: type) -> None:
    assert silent(record) == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_table_inside_a_table_has_its_own_section(record: type) -> None:
    inside = [part for hint in hints(record).values() for part in parts(hint) if is_dataclass(part)]
    assert set(inside) <= set(RECORDS)


@pytest.mark.parametrize("name", generate.PAGES)
def test_no_generated_page_shows_a_python_type(name: str) -> None:
    shown = [line for line in generate.PAGES[name]().splitlines() if IN_PYTHON.search(line)]
    assert shown == []


@pytest.mark.parametrize(
    "line", ["`tuple[str, ...]`", "`date \\| None`", "`Literal['a', 'b']`", "| `invented` | `False` |", "| `n` | int |"]
)
def test_a_python_type_would_be_seen(line: str) -> None:
    assert IN_PYTHON.search(line)


def test_every_part_of_the_site_is_on_the_page_of_its_addresses_and_every_address_is_explained() -> None:
    assert set(generate.site_modules()) <= set(generate.SITE_PARTS)
    for module in generate.site_modules():
        found = generate.addresses_of(module)
        assert found
        assert {address: what for address, what in found.items() if not what.endswith(".")} == {}
        assert not [address for address in found if re.search(r"[\\^$?()]", address)]


def test_every_setting_that_the_site_reads_is_on_the_page_of_its_settings() -> None:
    read = {
        name
        for file in generate.SITE.rglob("*.py")
        for name in re.findall(r"""["'](LNRS_[A-Z_]+)["']""", file.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"^\| `(LNRS_\w+)` \|", generate.site_settings(), re.MULTILINE)) == read

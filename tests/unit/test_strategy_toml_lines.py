import tomllib
from collections.abc import Iterator

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from lnrs.strategy.toml_lines import key_lines, line_of

RULE = '''\
# A comment with [brackets] = and "quotes"
because = """
A field, not a [table]
x = 1 # nor this
"""
[eligible]
land_cover = ["arable", # the first
  "improved grassland"]
where = [
  { layer = "flood_zones", value = ["3"] },
  { layer = "soils", value = ["peaty fen"] },
]

[[criteria]]
kind = 'distance'
name = "near # meadow"
[criteria.more]
a.b = 1
[[criteria]]
"a.b" = 2
[ select . deep ]
area_ha = 1_500.5
when = 2026-10-01 10:00:00
'''


def test_every_key_and_item_of_a_rule_is_found_on_its_line():
    tomllib.loads(RULE)
    assert key_lines(RULE) == {
        ("because",): 2,
        ("eligible",): 6,
        ("eligible", "land_cover"): 7,
        ("eligible", "land_cover", 0): 7,
        ("eligible", "land_cover", 1): 8,
        ("eligible", "where"): 9,
        ("eligible", "where", 0): 10,
        ("eligible", "where", 0, "layer"): 10,
        ("eligible", "where", 0, "value"): 10,
        ("eligible", "where", 0, "value", 0): 10,
        ("eligible", "where", 1): 11,
        ("eligible", "where", 1, "layer"): 11,
        ("eligible", "where", 1, "value"): 11,
        ("eligible", "where", 1, "value", 0): 11,
        ("criteria",): 14,
        ("criteria", 0): 14,
        ("criteria", 0, "kind"): 15,
        ("criteria", 0, "name"): 16,
        ("criteria", 0, "more"): 17,
        ("criteria", 0, "more", "a"): 18,
        ("criteria", 0, "more", "a", "b"): 18,
        ("criteria", 1): 19,
        ("criteria", 1, "a.b"): 20,
        ("select",): 21,
        ("select", "deep"): 21,
        ("select", "deep", "area_ha"): 22,
        ("select", "deep", "when"): 23,
    }


def test_an_inline_table_over_two_lines_is_followed_too():
    """TOML 1.1 allows it; a later Python reads it."""
    lines = key_lines('where = [\n  { layer = "soils",\n    value = ["peaty fen"] },\n]\n')
    assert lines["where", 0, "layer"] == 2
    assert lines["where", 0, "value"] == 3


def test_windows_line_ends_do_not_shift_the_lines():
    assert key_lines('a = 1\r\nb = """x\r\ny"""\r\nc = 3\r\n') == {("a",): 1, ("b",): 2, ("c",): 4}


def test_quotes_of_every_kind_hide_what_is_inside_them():
    text = 'a = \'\'\'\n[b]\nc = 1\'\'\'\nd = "\\"\\n[e]"\n\'f g\' = \'\\\'\n"\\u0068" = """"two"""""\ni = 1\n'
    tomllib.loads(text)
    assert key_lines(text) == {("a",): 1, ("d",): 4, ("f g",): 5, ("h",): 6, ("i",): 7}


def test_a_key_that_is_missing_is_said_to_be_where_its_table_is():
    lines = key_lines("a = 1\n[select]\nshare = 1\n[[criteria]]\nkind = 'x'\n")
    assert line_of(lines, ("select", "area_ha")) == 2
    assert line_of(lines, ("criteria", 0, "name")) == 4
    assert line_of(lines, ("because",)) == 1


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
values = st.recursive(
    st.one_of(st.booleans(), st.integers(-99, 99), words, st.dates(), st.text("\"'\\\n#[]{}=.,", max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=12,
)


def paths(value: object, path: tuple = ()) -> Iterator[tuple]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inside:
        yield (*path, key)
        yield from paths(below, (*path, key))


@given(st.dictionaries(words, values, max_size=4), st.booleans())
def test_the_scanner_finds_just_the_keys_that_the_parser_finds(data, long_strings):
    text = tomli_w.dumps(data, multiline_strings=long_strings)
    written = key_lines(text)
    assert set(written) == set(paths(tomllib.loads(text)))


@given(st.dictionaries(words, values, min_size=1, max_size=4), st.integers(0, 5))
def test_lines_put_in_front_move_every_line_by_as_many(data, more):
    text = tomli_w.dumps(data)
    moved = key_lines("# more\n" * more + text)
    assert moved == {path: line + more for path, line in key_lines(text).items()}

"""What is asked of features gives what the standard means by it, tried against plain Python over every feature."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .open_data import AREA, CRS84, GRID, LAYERS, OGC, every, from_grid, get, items, shape_of
from .published import publish

pytestmark = pytest.mark.django_db
ALL = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _published() -> None:
    publish(with_birds=True)


def ids(features: list[dict[str, Any]]) -> list[Any]:
    return [one["id"] for one in features]


# --- pages


@ALL
@given(limit=st.integers(1, 60), layer=st.sampled_from(LAYERS))
def test_pages_hold_every_feature_once_and_in_order(client: Client, limit: int, layer: str) -> None:
    whole = ids(items(client, layer, limit=10_000)["features"])
    assert ids(every(client, layer, limit=limit)) == whole
    assert len(set(whole)) == len(whole)


@ALL
@given(limit=st.integers(1, 30), offset=st.integers(0, 80))
def test_the_page_before_and_the_page_after_meet(client: Client, limit: int, offset: int) -> None:
    whole = ids(items(client, "measures", limit=10_000)["features"])
    page = items(client, "measures", limit=limit, offset=offset)
    assert ids(page["features"]) == whole[offset : offset + limit]
    ways = {link["rel"]: link["href"].removeprefix("http://testserver") for link in page["links"]}
    assert ("prev" in ways) == (offset > 0)
    assert ("next" in ways) == (offset + limit < len(whole))
    if "prev" in ways:
        assert ids(get(client, ways["prev"])["features"]) == whole[max(offset - limit, 0) : offset]


def test_links_to_pages_keep_what_was_asked(client: Client) -> None:
    page = items(client, "measures", limit=2, filter="area_ha > 0.1", properties="score", crs=GRID)
    (ahead,) = (link["href"] for link in page["links"] if link["rel"] == "next")
    after = get(client, ahead.removeprefix("http://testserver"))
    assert set(after["features"][0]["properties"]) == {"score"}
    assert after["features"][0]["geometry"]["coordinates"] != page["features"][0]["geometry"]["coordinates"]
    assert min(shapely.get_coordinates(shape_of(after["features"][0])).ravel()) > 1_000


def test_a_page_beyond_the_last_is_empty_and_says_how_many_there_are(client: Client) -> None:
    page = items(client, "measures", offset=100_000)
    assert (page["features"], page["numberReturned"]) == ([], 0)
    assert page["numberMatched"] > 0


# --- boxes

EDGES = st.tuples(*(st.integers(-3, 18).map(lambda n: n * 100 - 30) for _ in range(4)))


@ALL
@given(edges=EDGES, layer=st.sampled_from(LAYERS))
def test_a_box_has_the_features_that_meet_it_and_no_other(client: Client, edges: tuple[int, ...], layer: str) -> None:
    west, east = sorted(edges[:2])
    south, north = sorted(edges[2:])
    box = shapely.box(605_000 + west, 146_000 + south, 605_000 + east, 146_000 + north)
    asked = ",".join(map(str, (605_000 + west, 146_000 + south, 605_000 + east, 146_000 + north)))
    meant = [one for one in every(client, layer, crs=GRID) if shapely.intersects(shape_of(one), shapely.envelope(box))]
    found = items(client, layer, bbox=asked, bbox_crs=GRID, limit=10_000)
    assert ids(found["features"]) == ids(meant)
    assert found["numberMatched"] == len(meant)


@ALL
@given(edges=EDGES)
def test_a_box_in_degrees_has_the_features_that_meet_it(client: Client, edges: tuple[int, ...]) -> None:
    corners = [shapely.Point(605_000 + edges[n], 146_000 + edges[n + 2]) for n in (0, 1)]
    west, south, east, north = shapely.bounds(shapely.union_all([from_grid(one) for one in corners])).tolist()
    box = shapely.box(west, south, east, north)
    found = set(ids(items(client, "measures", bbox=f"{west!r},{south!r},{east!r},{north!r}", limit=10_000)["features"]))
    shapes = {one["id"]: shape_of(one) for one in every(client, "measures")}
    close = 3e-7  # coordinates have 7 decimals
    assert {one for one, shape in shapes.items() if shape.intersects(box.buffer(-close))} <= found
    assert found <= {one for one, shape in shapes.items() if shape.intersects(box.buffer(close, join_style="mitre"))}


@pytest.mark.parametrize(
    ("box", "is_all"),
    [
        *(("-180,-90,180,90", True), ("0,50,-5,2,52,500", True), ("170,40,-170,60", False), ("0.5,50,0,52", True)),
        *(("-80,30,-70,40", False), ("179,-90,2,90", True)),
    ],
)
def test_heights_are_left_out_and_the_antimeridian_is_crossed(client: Client, box: str, is_all: bool) -> None:
    total = items(client, "measures")["numberMatched"]
    assert items(client, "measures", bbox=box)["numberMatched"] == (total if is_all else 0)


# --- properties


@pytest.mark.parametrize("name", ["measure", "parcel_id", "pm_loc_id", "area_ha", "district", "measure_name", "as_of"])
def test_a_property_can_be_asked_by_its_name(client: Client, name: str) -> None:
    features = every(client, "measures")
    value = features[7]["properties"][name]
    meant = [one for one in features if one["properties"][name] == value]
    assert ids(items(client, "measures", **{name: value}, limit=10_000)["features"]) == ids(meant)


def test_only_the_properties_asked_for_are_given(client: Client) -> None:
    for asked in ("score", "measure,score", ""):
        feature = items(client, "measures", properties=asked)["features"][0]
        assert list(feature["properties"]) == [name for name in asked.split(",") if name]


def test_a_place_says_why_and_keeps_back_what_is_withheld(client: Client) -> None:
    features = every(client, "measures")
    bird = next(one["properties"] for one in features if one["properties"]["measure"] == "WTH3.1")
    assert bird["score"] is None
    assert "withheld" in bird["criteria"]
    meadow = next(one["properties"] for one in features if one["properties"]["measure"] == "GL1.1")
    assert "near lowland meadow: " in meadow["criteria"]
    assert meadow["priorities"] == "GL1; WTH3"
    assert meadow["because"] == "Meadow next to meadow is colonised soonest."


# --- CQL2

Tree = dict[str, Any] | bool
Three = bool | None
OPS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


def meaning(tree: Tree, feature: dict[str, Any]) -> Three:
    """Whether a feature is as a filter says: true, false, or neither where nothing is compared with something."""
    if isinstance(tree, bool):
        return tree
    op, args = tree["op"], tree["args"]
    if op == "s_intersects":
        return shape_of(feature).intersects(shapely.from_geojson(json.dumps(args[1])))
    if op == "isNull":
        return feature["properties"][args[0]["property"]] is None
    if op == "not":
        inside = meaning(args[0], feature)
        return None if inside is None else not inside
    if op in ("and", "or"):
        parts = [meaning(one, feature) for one in args]
        decides = op == "or"
        return decides if decides in parts else None if None in parts else not decides
    value, other = feature["properties"][args[0]["property"]], args[1]
    other = other["date"] if isinstance(other, dict) else other
    return None if value is None else OPS[op](value, other)


def in_text(tree: Tree) -> str:
    """A filter as CQL2 text."""
    if isinstance(tree, bool):
        return str(tree).lower()
    op, args = tree["op"], tree["args"]
    if op == "s_intersects":
        shape = shapely.from_geojson(json.dumps(args[1]))
        return f"S_INTERSECTS(geometry, {shapely.to_wkt(shape, rounding_precision=-1)})"
    if op == "isNull":
        return f"{args[0]['property']} IS NULL"
    if op == "not":
        return f"NOT ({in_text(args[0])})"
    if op in ("and", "or"):
        return f" {op} ".join(f"({in_text(one)})" for one in args)
    value = args[1]
    if isinstance(value, dict):
        text = f"DATE('{value['date']}')"
    else:
        quoted = str(value).replace("'", "''")
        text = f"'{quoted}'" if isinstance(value, str) else repr(value)
    return f'"{args[0]["property"]}" {op} {text}'


def compared(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Tree]:
    parts = st.tuples(st.sampled_from(list(OPS)), values)
    return parts.map(lambda two: {"op": two[0], "args": [{"property": name}, two[1]]})


def around(east: int, north: int, size: int) -> dict[str, Any]:
    x, y = 605_000 + east * 100 + 50, 146_000 + north * 100 + 50
    diamond = shapely.Polygon([(x - size, y), (x, y - size), (x + size, y), (x, y + size)])
    return {"op": "s_intersects", "args": [{"property": "geometry"}, json.loads(shapely.to_geojson(diamond))]}


LEAVES = st.one_of(
    compared("score", st.floats(0, 1) | st.integers(0, 1)),
    compared("area_ha", st.floats(0, 2)),
    compared("pm_loc_id", st.integers(-5, 80)),
    compared("measure", st.sampled_from(["GL1.1", "WTH2.1", "WTH3.1", "WTH", "O'Brien", "z", ""])),
    compared("as_of", st.sampled_from([{"date": "2026-10-01"}, {"date": "2027-01-01"}])),
    st.sampled_from(["score", "measure", "area_ha"]).map(lambda name: {"op": "isNull", "args": [{"property": name}]}),
    st.builds(around, st.integers(0, 14), st.integers(0, 9), st.integers(10, 500)),
    st.booleans(),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda one: {"op": "not", "args": [one]}),
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)).map(
            lambda two: {"op": two[0], "args": two[1]}
        ),
    ),
    max_leaves=6,
)


@settings(ALL, max_examples=80)
@given(tree=TREES)
def test_a_filter_means_what_the_standard_says(client: Client, tree: Tree) -> None:
    features = every(client, "measures", crs=GRID, limit=10_000)
    meant = ids([one for one in features if meaning(tree, one) is True])
    asked = {"filter_crs": GRID, "limit": 10_000}
    assert ids(items(client, "measures", filter=in_text(tree), **asked)["features"]) == meant, in_text(tree)
    written = json.dumps(tree)
    assert ids(items(client, "measures", filter=written, filter_lang="cql2-json", **asked)["features"]) == meant


@pytest.mark.parametrize("layer", LAYERS)
def test_a_shape_in_a_filter_is_in_degrees_unless_it_is_said(client: Client, layer: str) -> None:
    one = every(client, layer)[0]
    inside = shapely.point_on_surface(shape_of(one))
    for shape in (f"POINT({inside.x} {inside.y})", f"BBOX({inside.x},{inside.y},{inside.x + 1e-6},{inside.y + 1e-6})"):
        assert one["id"] in ids(items(client, layer, filter=f"S_INTERSECTS(geometry,{shape})")["features"])
    assert ids(items(client, layer, filter="S_INTERSECTS(geometry,POINT(-4 55))")["features"]) == []
    assert ids(items(client, layer, filter="NOT S_INTERSECTS(geometry,POINT(-4 55))", limit=1)["features"])


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "",
            "a",
            "measure",
            "measure = ",
            "measure = 1",
            "score = 'x'",
            "nothing = 1",
            "measure LIKE 'G%'",
            "(score = 1",
        ),
        *("score = 1)", "score = 1 score = 2", "score IN (1)", "score BETWEEN 0 AND 1", "1 = score", "score = TRUE"),
        *(
            "measure = 'x",
            "as_of = '2026-10-01'",
            "as_of = DATE('yesterday')",
            "as_of = TIMESTAMP('2026-10-01T00:00:00Z')",
        ),
        *(
            "criteria = 'x'",
            "S_INTERSECTS(geometry, POINT)",
            "S_INTERSECTS(geometry, geometry)",
            "casei(measure) = 'x'",
        ),
        *(
            "S_INTERSECTS(score, POINT(1 51))",
            "S_INTERSECTS(geometry, POLYGON((0 0,1 1,0 1,1 0,0 0)))",
            "score = 1e400",
        ),
        *("S_INTERSECTS(geometry, BBOX(1,2,3))", "S_WITHIN(geometry, POINT(1 51))", "score > 99999999999999999999"),
        *("(" * 3_000 + "score = 1" + ")" * 3_000, "NOT " * 2_000 + "TRUE", " OR ".join(["TRUE"] * 900), "x" * 9_000),
        *("measure = 'a' OR score; DROP TABLE editions_place", "geometry = 1", "geometry IS NULL"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_in_words(client: Client, wrong: str) -> None:
    told = get(client, f"{OGC}{AREA}.measures/items", 400, filter=wrong)
    assert [one["parameter"] for one in told["problems"]] == ["filter"]
    assert len(told["detail"]) < 500


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "",
            "{",
            "[]",
            "1",
            "null",
            '{"op":"="}',
            '{"op":"=","args":[]}',
            '{"op":"and","args":[]}',
            '{"op":"no","args":[1]}',
        ),
        *('{"op":"=","args":[{"property":"score"},null]}', '{"op":"=","args":[{"property":["x"]},1]}'),
        *('{"op":"not","args":[true,true]}', '{"op":"isNull","args":[1]}', '{"op":"isNull","args":[]}', "[" * 3_000),
        *('{"op":"not","args":[' * 300 + "true" + "]}" * 300, '{"op":"=","args":[{"property":"score"},NaN]}'),
        *('{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point"}]}', '{"op":["and"],"args":[true]}'),
        *('{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":["a",1,2,3]}]}', '{"op":{},"args":[true]}'),
        *(
            '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":5}]}',
            '{"op":"=","args":[{"property":"score"},[1]]}',
        ),
    ],
)
def test_a_filter_in_json_that_cannot_be_is_refused_in_words(client: Client, wrong: str) -> None:
    told = get(client, f"{OGC}{AREA}.measures/items", 400, filter=wrong, filter_lang="cql2-json")
    assert [one["parameter"] for one in told["problems"]] == ["filter"]


def test_the_same_place_is_found_by_a_box_and_by_a_filter(client: Client) -> None:
    for box in ("0.93,51.17,0.94,51.18", "0.935,51.175,0.936,51.176"):
        by_filter = items(client, "measures", filter=f"S_INTERSECTS(geometry,BBOX({box}))", filter_crs=CRS84, limit=999)
        assert ids(by_filter["features"]) == ids(items(client, "measures", bbox=box, limit=999)["features"])

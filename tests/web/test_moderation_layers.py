"""What people nominated goes back into the strategy folder; the next build uses it, and `lnrs explain` names it."""

import io
import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely
from click.testing import CliRunner

from lnrs.cli import lnrs
from lnrs_web.engagement.shaping import shaped
from lnrs_web.moderation.actions import deciding
from lnrs_web.moderation.layers import UNPUBLISHED, places_of, table_of, zip_of

from ..unit.edition_case import box, point, write_folder
from .heard import DESK, desk, entered
from .people import officer
from .published import publish
from .saying import activity

pytestmark = pytest.mark.django_db
CRITERION = """
[[criteria]]
kind = "distance"
name = "near a place that people nominated"
layer = "nominations"
worst_m = 2000
weight = 5
"""


def test_nominations_are_added_to_the_folder_and_named_by_explain(tmp_path):
    asked = activity(publish(), kind="nominations")
    where = shaped(box(9, 1, 10, 2), asked.edition, called="Upper Field")
    one = entered(asked, "A fine meadow once", mail="ann@example.org", name="Ann Smith", locations=[where])
    answer = desk().get(f"{DESK}analysis/{asked.public_id}/layers.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    folder = write_folder(tmp_path / "strategy")
    run = CliRunner().invoke(
        lnrs,
        ["add", str(tmp_path / "nominations.gpkg"), "--as", "nominations", "--to", str(folder), "--version", "2026"],
    )
    assert run.exit_code == 0, run.output
    assert "nominations.gpkg: 1 feature" in run.output
    rule = folder / "rules" / "GL1.1.toml"
    rule.write_text(rule.read_text().replace("[select]", CRITERION + "\n[select]"))
    built = CliRunner().invoke(lnrs, ["build", str(folder), "--to", str(tmp_path / "edition")])
    assert built.exit_code == 0, built.output
    about = CliRunner().invoke(lnrs, ["explain", str(tmp_path / "edition"), "--measure", "GL1.1", "--json"])
    x, y = _point_in("GL1.1", tmp_path / "edition")
    explained = CliRunner().invoke(lnrs, ["explain", str(tmp_path / "edition"), "--at", f"{x:.0f},{y:.0f}"])
    for said in (about, explained):
        assert said.exit_code == 0, said.output
        assert "near a place that people nominated" in said.output
        assert "nominations" in said.output.lower()
    for secret in ("Ann Smith", "ann@example.org"):
        assert secret.encode() not in answer.content
    assert str(one.reference) in (tmp_path / "contributions.csv").read_text()


def _point_in(ref: str, edition: Path) -> tuple[float, float]:
    frame = geopandas.read_parquet(edition / "data" / "measures.parquet")
    middle = frame[frame["measure"] == ref].geometry.iloc[0].representative_point()
    return middle.x, middle.y


@pytest.mark.parametrize(("kind", "layer"), [("corrections", "corrections"), ("comments", "public_comments")])
def test_corrections_and_comments_are_layers_too(tmp_path, kind, layer):
    asked = activity(publish(), kind=kind)
    for shape in (shapely.Point(point(9.5, 1.5)), shapely.LineString([point(1, 1), point(2, 2)])):
        entered(asked, "It is a wood", locations=[shaped(shape, asked.edition)])
    with zipfile.ZipFile(io.BytesIO(zip_of(asked))) as archive:
        archive.extractall(tmp_path)
    folder = write_folder(tmp_path / "strategy")
    run = CliRunner().invoke(
        lnrs, ["add", str(tmp_path / f"{layer}.gpkg"), "--as", layer, "--to", str(folder), "--version", "2026"]
    )
    assert run.exit_code == 0, run.output
    assert f"{layer}.gpkg: 2 features" in run.output


def test_what_was_refused_or_left_out_is_not_in_the_layers():
    asked = activity(publish(), kind="nominations")
    shape = box(9, 1, 10, 2)
    refused = entered(asked, "Buy my seeds", locations=[shaped(shape, asked.edition)])
    deciding.decide(refused, "refuse", reason="advertising", by=officer())
    kept = entered(asked, "=Ask Mrs Oakes there", locations=[shaped(shape, asked.edition)])
    answer = kept.answers.get()
    deciding.decide(kept, "redact", by=officer(), spans={answer: [deciding.Span(5, 14, "name")]})
    assert [place.columns["reason"] for place in places_of(asked)] == ["=Ask [a name taken out] there"]
    table = table_of(asked)
    assert "Oakes" not in table
    assert "seeds" not in table
    assert "'=Ask" in table


def test_a_place_that_is_sensitive_is_a_square_of_1_km():
    asked = activity(publish(), kind="nominations", sensitive_species=["turtle dove"])
    nest = shaped(shapely.Point(point(9.5, 1.5)), asked.edition, called="The old barn")
    entered(asked, "A turtle dove nests here", locations=[nest])
    [place] = places_of(asked)
    assert place.shape.area == 1_000_000
    assert all(edge % 1000 == 0 for edge in place.shape.bounds)
    assert "1 km square" in place.columns["name"]
    assert "old barn" not in f"{place.columns} {table_of(asked)}"


def test_words_that_nobody_may_read_yet_are_not_in_the_layers():
    asked = activity(publish(), kind="corrections")
    for may_publish in (True, False):  # the first waits for a moderator
        here = shaped(box(9, 1, 10, 2), asked.edition)
        entered(asked, "Mrs Oakes keeps bees", locations=[here], may_publish=may_publish)
    assert [place.columns["said"] for place in places_of(asked)] == [UNPUBLISHED, UNPUBLISHED]
    assert "Oakes" not in table_of(asked)

"""Tables in the West of England's published schema become a strategy folder. The content here is invented."""

import os
from datetime import date

import pytest

from lnrs import strategy
from lnrs.errors import CannotWrite, NotFound, StrategyProblems
from lnrs.strategy.numbering import Number
from lnrs.strategy.tables import read_table
from lnrs.strategy.weca import import_weca

TODAY = date(2026, 10, 1)

TABLES = {
    "measure": """
measure_id;measure;other_priorities_delivered;core_supplementary;mapped_unmapped;relevant_map_layer;link_to_further_guidance;concise_measure
1;Sow wild flowers by old hay fields, with local seed;;Core;Mapped;hay_fields;https://example.org/hay;Sow wild flowers
2;Hold a meadow fair each June;;Supplementary;Unmapped;;see office;
9;Thin the plantation and let light in;;Core;Mapped;;;Thin the plantation
10;Put up otter holts;;Core;Mapped;;;
77;A thought nobody joined to anything;;Core;Unmapped;;;
""",
    "priority": """
priority_id;biodiversity_priority;simplified_biodiversity_priority;theme
4;Flower-rich fields that grow and join up over the next ten years;Flower-rich fields;Grassland and meadows
5;Light and varied woods;;Woodland
6;Otters on every stream;;Species
8;Ponds in every parish;;Woodland
""",
    "measure_area_priority": """
measure_id;area_id;priority_id
1;1;5
1;1;4
1;2;4
2;1;4
9;1;5
10;1;6
""",
    "measure_type": "measure_type_id;measure_type\n1;Habitat creation\n2;Woodland management\n",
    "measure_has_type": "measure_id;measure_type_id\n1;1\n9;2\n",
    "stakeholder": "stakeholder_id;stakeholder\n1;Farmers\n2;Community groups; schools\n",
    "measure_has_stakeholder": "measure_id;stakeholder_id\n1;1\n2;2\n",
    "benefits": "benefit_id;benefit\n1;Pollination\n2;Flood\n",
    "measure_has_benefits": "measure_id;benefit_id\n1;1\n1;2\n",
    "species": """
species_id;taxa;common_name;linnaean_name
12;Mammals;Otter;Lutra lutra
3;Butterflies;Marbled white;Melanargia galathea
""",
    "measure_has_species": "measure_id;species_id\n10;12\n1;3\n9;3\n",
    "grant_table": """
grant_id;grant_name;grant_scheme;url;grant_summary
XX1;Seed grant;Example scheme;https://www.example.org/seed;Pays for seed
YY 2;Fair grant;Example scheme;;Pays for fairs
""",
    "measure_area_priority_grant": """
measure_id;area_id;priority_id;grant_id
1;1;4;XX1
1;2;4;XX1
2;1;4;YY 2
9;1;5;
""",
    "area": "area_id;area_name\n1;Upper vale\n2;Lower vale\n",
    "habitat": "habitat_id;habitat\n1;Hay meadow\n",
}


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "exported"
    folder.mkdir()
    for table, text in TABLES.items():
        text = text.strip().replace("2;Community groups; schools", '2;"Community groups; schools"')
        (folder / f"{table}.csv").write_text(text + "\n", encoding="utf-8-sig")
    return folder


def test_priorities_are_numbered_within_their_theme_in_the_order_of_their_source(source, tmp_path):
    found = import_weca(source, tmp_path / "strategy", TODAY)
    assert [(one.prefix, one.name) for one in found.themes] == [
        ("GM", "Grassland and meadows"),
        ("WO", "Woodland"),
        ("SP", "Species"),
    ]
    assert [(one.ref, one.kind, one.priority, one.why) for one in found.priorities] == [
        (
            "GM1",
            "habitat",
            "Flower-rich fields",
            "Flower-rich fields that grow and join up over the next ten years",
        ),
        ("SP1", "species", "Otters on every stream", ""),
        ("WO1", "habitat", "Light and varied woods", ""),
        ("WO2", "habitat", "Ponds in every parish", ""),
    ]
    assert found.priorities[3].no_measure_because == "The imported tables join no measure to it."


def test_a_measure_belongs_to_the_priority_it_serves_in_most_places(source, tmp_path):
    found = import_weca(source, tmp_path / "strategy", TODAY)
    assert [(one.ref, one.priorities) for one in found.measures] == [
        ("GM1.1", ("GM1", "WO1")),
        ("GM1.2", ("GM1",)),
        ("SP1.1", ("SP1",)),
        ("WO1.1", ("WO1",)),
    ]


def test_a_measure_keeps_all_that_the_tables_say_of_it(source, tmp_path):
    sown, fair = import_weca(source, tmp_path / "strategy", TODAY).measures[:2]
    assert (sown.measure, sown.detail) == (
        "Sow wild flowers",
        "Sow wild flowers by old hay fields, with local seed",
    )
    assert (sown.action, sown.mapped, sown.who) == ("create", True, ("Farmers",))
    assert (sown.wider_benefits, sown.funding) == (("Pollination", "Flood"), ("XX1",))
    assert sown.guidance_url == "https://example.org/hay"
    assert (fair.measure, fair.mapped, fair.who) == (
        "Hold a meadow fair each June",
        False,
        ("Community groups, schools",),
    )
    assert fair.not_mapped_because == "It was not mapped in the tables that this strategy was imported from."
    assert (fair.funding, fair.guidance_url) == ((), "")


def test_species_know_the_measures_that_help_them(source, tmp_path):
    butterfly, otter = import_weca(source, tmp_path / "strategy", TODAY).species
    assert (butterfly.ref, butterfly.scientific_name, butterfly.measures) == (
        "SP3",
        "Melanargia galathea",
        ("GM1.1", "WO1.1"),
    )
    assert (otter.ref, otter.group, otter.measures) == ("SP12", "Mammals", ("SP1.1",))


def test_funding_that_no_person_has_compared_with_its_page_is_not_called_verified(source, tmp_path):
    (grant,) = import_weca(source, tmp_path / "strategy", TODAY).funding
    assert (grant.ref, grant.name, grant.checked, grant.verified) == ("XX1", "Seed grant", TODAY, False)


def test_the_report_says_what_was_guessed_and_what_was_left(source, tmp_path):
    found = import_weca(source, tmp_path / "strategy", TODAY)
    assert found.guessed == (
        "The themes' prefixes and colours: GM Grassland and meadows, WO Woodland and SP Species.",
        "The action of 4 measures, from its type or its words.",
        "2 measures: nothing says what is done, so the action is manage (GM1.2 and SP1.1).",
        "1 measure: of several priorities, its own is the one it serves in most places (GM1.1).",
        "That every species is helped by habitat measures, not by its own.",
        "The day funding was checked is the day of the import; none is marked as verified.",
    )
    assert found.left == (
        "1 measure: joined to no priority, so left out (number 77).",
        "3 measures: mapped, and each needs a rule (GM1.1, WO1.1 and SP1.1).",
        "GM1.1 was mapped with the layer hay_fields: its rule can say so.",
        "Each theme's aim, and the habitat and principles of each measure, are to be written.",
        "3 priorities without a reason: fill in the column why.",
        "Why each species is a priority: fill in the column why of species.csv.",
        "Whether a measure is core or supplementary, said of 4 measures, has no place here.",
        "Links to guidance that are no web address: GM1.2.",
        "Grants without a page of their own: YY-2.",
        "The tables area and habitat say where things are: put their places in as layers.",
    )


def test_what_is_wanting_in_the_new_folder_is_just_what_the_report_says(source, tmp_path):
    import_weca(source, tmp_path / "strategy", TODAY)
    with pytest.raises(StrategyProblems) as wanting:
        strategy.read(tmp_path / "strategy")
    assert [str(problem) for problem in wanting.value.problems] == [
        "strategy.toml:66: aim is empty. It must be text in quotation marks.",
        "strategy.toml:72: aim is empty. It must be text in quotation marks.",
        "strategy.toml:78: aim is empty. It must be text in quotation marks.",
        "priorities.csv:3: why is empty. It must be text.",
        "priorities.csv:4: why is empty. It must be text.",
        "priorities.csv:5: why is empty. It must be text.",
        "measures.csv:2: GM1.1 is mapped but has no rule. Write rules/GM1.1.toml, or set mapped to no.",
        "measures.csv:4: SP1.1 is mapped but has no rule. Write rules/SP1.1.toml, or set mapped to no.",
        "measures.csv:5: WO1.1 is mapped but has no rule. Write rules/WO1.1.toml, or set mapped to no.",
        "species.csv:2: why is empty. It must be text.",
        "species.csv:3: why is empty. It must be text.",
    ]


def test_a_later_import_keeps_every_number_and_uses_none_again(source, tmp_path):
    import_weca(source, tmp_path / "first", TODAY)
    rows = (
        (source / "measure.csv")
        .read_text(encoding="utf-8-sig")
        .replace("1;Sow", "0;Cut hay late;;Core;Unmapped;;;\n3;Sow")
    )
    (source / "measure.csv").write_text(rows)
    joined = TABLES["measure_area_priority"].strip().replace("\n1;", "\n3;") + "\n0;1;4\n"
    (source / "measure_area_priority.csv").write_text(joined)
    found = import_weca(source, tmp_path / "second", TODAY, numbering=tmp_path / "first" / "numbering.csv")
    assert [(one.ref, one.measure) for one in found.measures if one.ref.startswith("GM")] == [
        ("GM1.2", "Hold a meadow fair each June"),
        ("GM1.3", "Cut hay late"),
        ("GM1.4", "Sow wild flowers"),
    ]
    assert found.themes == import_weca(source, tmp_path / "third", TODAY).themes


def test_a_measure_that_moves_to_another_priority_gets_a_number_there(source, tmp_path):
    import_weca(source, tmp_path / "first", TODAY)
    moved = TABLES["measure_area_priority"].strip().replace("2;1;4", "2;1;5") + "\n"
    (source / "measure_area_priority.csv").write_text(moved)
    found = import_weca(source, tmp_path / "second", TODAY, numbering=tmp_path / "first" / "numbering.csv")
    assert [one.ref for one in found.measures] == ["GM1.1", "SP1.1", "WO1.1", "WO1.2"]
    numbers, problems = read_table(tmp_path / "second" / "numbering.csv", Number)
    assert problems == []
    assert [one.ref for one in numbers.records if one.source == "2"] == ["GM1.2", "WO1.2"]


def test_the_same_tables_make_the_same_bytes(source, tmp_path):
    for name in ("first", "second"):
        import_weca(source, tmp_path / name, TODAY)
    for path in sorted((tmp_path / "first").rglob("*.*")):
        assert path.read_bytes() == (tmp_path / "second" / path.relative_to(tmp_path / "first")).read_bytes()


def test_tables_may_bear_the_names_under_which_they_are_uploaded(source, tmp_path):
    (source / "measure.csv").rename(source / "measures-tbl.csv")
    (source / "priority.csv").rename(source / "priorities-tbl.csv")
    assert len(import_weca(source, tmp_path / "strategy", TODAY).measures) == 4


SINGLE = """
measure;biodiversity_priority;core_supplementary;mapped_unmapped;measure_type;stakeholder;link_to_further_guidance;measure_id;priority_id;benefits;species
Sow wild flowers;Flower-rich fields;Core;Mapped;Creation;Farmers;;1.0;4.0;"Pollination; Flood";Marbled white
Sow wild flowers;Light woods;Core;Mapped;Creation;Schools;;1.0;5.0;Pollination;"Marbled white|Brown argus"
Let light in;Light woods;Core;Unmapped;Management;Foresters;;2.0;5.0;;
"""


@pytest.mark.parametrize("in_a_folder", [True, False])
def test_the_single_table_of_the_open_data_portal_is_read_too(tmp_path, in_a_folder):
    (tmp_path / "lnrs-measures.csv").write_text(SINGLE.strip() + "\n")
    found = import_weca(tmp_path if in_a_folder else tmp_path / "lnrs-measures.csv", tmp_path / "strategy", TODAY)
    assert [(one.ref, one.priority) for one in found.priorities] == [
        ("PR1", "Flower-rich fields"),
        ("PR2", "Light woods"),
    ]
    sown, light = found.measures
    assert (sown.ref, sown.priorities, sown.action) == ("PR1.1", ("PR1", "PR2"), "create")
    assert (sown.who, sown.wider_benefits) == (("Farmers", "Schools"), ("Pollination", "Flood"))
    assert (light.ref, light.mapped, light.action) == ("PR2.1", False, "manage")
    assert [(one.common_name, one.measures) for one in found.species] == [
        ("Brown argus", ("PR1.1",)),
        ("Marbled white", ("PR1.1",)),
    ]
    assert "Priorities without a theme were put under one called Priorities." in found.guessed


def test_tables_that_are_missing_or_broken_are_all_named_and_nothing_is_written(source, tmp_path):
    (source / "priority.csv").unlink()
    (source / "measure.csv").write_text("measure_id;text\n1;Sow\n")
    (source / "species.csv").write_text("species_id;common_name\n;Otter\n")
    with pytest.raises(StrategyProblems) as refusal:
        import_weca(source, tmp_path / "strategy", TODAY)
    assert [str(problem) for problem in refusal.value.problems] == [
        "measure.csv:1: the column is missing: measure. Add to the first row of the table.",
        "priority.csv: the table is missing. Needed are measure, priority and measure_area_priority.",
        "species.csv:2: species_id is empty. Give the row its number, or delete it.",
    ]
    assert os.listdir(tmp_path) == ["exported"]


def test_a_source_that_is_not_there_and_a_folder_that_is_used_are_refused(source, tmp_path):
    with pytest.raises(NotFound, match="there is no such file or folder"):
        import_weca(tmp_path / "elsewhere", tmp_path / "strategy", TODAY)
    with pytest.raises(CannotWrite, match="the folder is not empty"):
        import_weca(source, source, TODAY)

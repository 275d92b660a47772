"""The pages about England: figures, maps and words of the case's edition, and what stands there without one."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.test import Client

from lnrs.model import areas
from lnrs_web.england.models import EnglandEdition

from ..unit.england_case import england
from ..unit.england_land import tiles as made_tiles
from .england import publish_england
from .open_data import body
from .published import AREA, Page, publish

pytestmark = pytest.mark.django_db
MEADOWS = "/england/habitats/grassland-lowland-meadows/"


@pytest.fixture
def edition() -> EnglandEdition:
    return publish_england()


def words(html: str) -> str:
    """What a page says in its main part, without tags."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").replace("&nbsp;", " ").split())


def get(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.text


def rows(html: str, caption: str) -> list[list[str]]:
    """The cells of the table with a caption, by row of its body."""
    table = next(one for one in re.findall(r"<table>.*?</table>", html, re.DOTALL) if f'id="{caption}"' in one)
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[plain(one) for one in line] for line in cells]


def plain(cell: str) -> str:
    """The words of a cell."""
    return " ".join(re.sub(r"<[^>]+>", "", cell).replace("\xa0", " ").replace("&nbsp;", " ").split())


# --- at a glance


@pytest.mark.usefixtures("edition")
def test_the_map_has_a_link_for_every_area_and_the_table_says_the_same(client: Client) -> None:
    html = get(client, "/england/")
    svg = html.partition('<svg class="england"')[2].partition("</svg>")[0]
    on_map = dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', svg))
    table = rows(html, "areas")
    assert len(on_map) == len(table) == len(areas()) == 48
    for link, said in on_map.items():
        assert client.get(link).status_code == 200
        name, _, status = said.replace("&amp;", "&").rpartition(": ")
        assert [name, status] in [[row[0].replace("&amp;", "&"), row[1].lower()] for row in table]
    assert on_map["/england/areas/kent-and-medway/"] == "Kent and Medway: published"
    assert on_map["/england/areas/surrey/"] == "Surrey: a draft"
    assert on_map["/england/areas/cumbria/"] == "Cumbria: none yet"


@pytest.mark.usefixtures("edition")
def test_a_status_differs_by_pattern_and_each_pattern_is_in_the_key(client: Client) -> None:
    html = get(client, "/england/")
    drawn = {
        name: re.search(rf'aria-label="{name}: [^"]+"><path d="[^"]+" fill="url\(#([\w-]+)\)"', html)[1]  # type: ignore[index]
        for name in ("Kent and Medway", "Surrey", "Cumbria")
    }
    assert len(set(drawn.values())) == 3
    key = html.partition('<ul class="key"')[2].partition("</ul>")[0]
    for pattern in drawn.values():
        assert f'<pattern id="{pattern}"' in html
        assert f"url(#{pattern})" in key


@pytest.mark.usefixtures("edition")
def test_englands_figures_stand_in_words_and_tables(client: Client) -> None:
    html = get(client, "/england/")
    said = words(html)
    assert "1,000 ha" in said
    assert "25% of the land" in said
    assert "Published: 1 ; A draft: 1 ; None yet: 46" in said
    assert rows(html, "actions") == [["Create", "400 ha", "10%"], ["Restore", "300 ha", "8%"]]
    assert rows(html, "by-habitat")[0] == ["Grassland - Lowland meadows", "80 ha", "120 ha", "40 ha", "90 ha"]
    assert rows(html, "by-habitat")[1][1:] == ["0 ha", "50 ha", "0 ha", "50 ha"]


@pytest.mark.parametrize(
    "address",
    [
        *("/england/", "/england/compare/", "/england/areas/surrey/", "/england/habitats/", MEADOWS, "/england/find/"),
        *("/england/data/", "/england/data/measures/"),
    ],
)
def test_every_page_names_the_edition_its_date_and_that_it_is_invented(
    client: Client, edition: EnglandEdition, address: str
) -> None:
    html = get(client, address)
    assert edition.identity in html
    assert "1 October 2026" in html
    assert "An invented example:" in html
    assert Page(html).count("h1") == 1
    assert "<script" not in html


def test_an_edition_of_real_strategies_is_not_called_invented(client: Client, tmp_path: Path) -> None:
    publish_england(england(tmp_path / "real", invented=False))
    for address in ("/england/", "/england/data/", "/england/data/readme.md"):
        assert "nvented" not in get(client, address)


def test_without_an_edition_there_is_a_map_of_what_the_site_has_and_no_figure(client: Client) -> None:
    publish()
    html = get(client, "/england/")
    assert "No England edition has been published here" in html
    assert 'aria-label="Kent and Medway: a draft"' in html
    assert f'<a href="{AREA}">Read the strategy' in html
    assert 'id="figures"' not in html
    for address in ("/england/compare/", "/england/compare.csv", "/england/habitats/", MEADOWS, "/england/data/"):
        assert "no figures for England yet" in get(client, address, 404)
    assert "Beside England" not in get(client, "/england/areas/kent-and-medway/")


# --- areas compared


@pytest.mark.usefixtures("edition")
def test_areas_are_sorted_by_any_figure_without_a_script(client: Client) -> None:
    html = get(client, "/england/compare/")
    table = rows(html, "areas")
    assert [row[0] for row in table[:3]] == ["England", "Kent and Medway", "Surrey"]
    assert table[1] == ["Kent and Medway", "390,614 ha", "700 ha", "35.0%", "500 ha", "25.0%", "500 ha", "25.0%", "2"]
    assert table[2][4] == "0 ha", "a strategy that maps none of it"
    assert table[3][2] == "–", "an area that is not joined"
    assert html.count('aria-sort="descending"') == 1
    turned = re.search(r'aria-sort="descending"><a href="([^"#]+)', html)
    assert turned
    other = get(client, f"/england/compare/{turned[1].replace('&amp;', '&')}")
    assert [row[0] for row in rows(other, "areas")[:3]] == ["England", "Surrey", "Kent and Medway"]
    assert other.count('aria-sort="ascending"') == 1
    names = [row[0] for row in rows(get(client, "/england/compare/?by=name"), "areas")][1:]
    assert names == sorted(names)
    assert names[0] == "Bedfordshire"


@pytest.mark.usefixtures("edition")
def test_the_map_is_shaded_by_the_figure_that_the_table_is_sorted_by(client: Client) -> None:
    html = get(client, "/england/compare/?by=measures_ha")
    assert 'aria-label="Kent and Medway: 500\xa0ha"><path' in html
    assert "by land that is mapped for measures" in html
    assert re.search(r'aria-label="Kent and Medway: [^"]+"><path d="[^"]+" fill="url\(#area-step-5\)', html)
    assert re.search(r'aria-label="Surrey: [^"]+"><path d="[^"]+" fill="url\(#area-step-1\)', html)
    assert re.search(r'aria-label="Cumbria: –"><path d="[^"]+" fill="url\(#area-blank\)', html)
    assert "No figure" in html


@pytest.mark.parametrize("asked", ["by=nothing", "order=sideways", "by=now_ha", "by=name&order=x"])
@pytest.mark.usefixtures("edition")
def test_a_figure_or_an_order_that_there_is_not_is_not_found(client: Client, asked: str) -> None:
    get(client, f"/england/compare/?{asked}", 404)


def table_of(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))


def test_the_comparison_is_had_as_csv_with_its_edition_in_each_row(client: Client, edition: EnglandEdition) -> None:
    table = table_of(client, "/england/compare.csv")
    assert len(table) == 49
    assert (table[0]["area"], table[0]["important_ha"]) == ("England", "1000.0")
    kent = next(row for row in table if row["lnrs_id"] == "40")
    assert (kent["status"], kent["important_share"], kent["measures"]) == ("Published", "0.35", "2.0")
    assert {(row["edition"], row["as_of"], row["invented"]) for row in table} == {
        (edition.identity, "2026-10-01", "yes")
    }
    assert next(row for row in table if row["lnrs_id"] == "1")["important_ha"] == ""


# --- habitats


@pytest.mark.usefixtures("edition")
def test_a_habitat_is_told_for_england_and_for_each_area(client: Client) -> None:
    html = get(client, MEADOWS)
    assert "80 ha of it on England's maps now, in 8 patches" in words(html)
    assert ["Equivalent connected area", "40 ha", "90 ha"] in rows(html, "states")
    table = rows(html, "areas")
    assert table[1] == ["Kent and Medway", "60 ha", "100 ha", "4", "0.4 ha", "37 ha", "80 ha"]
    wood = get(client, "/england/habitats/woodland-and-forest-lowland-mixed-deciduous-woodland/")
    assert "None of it is on England" in wood
    get(client, "/england/habitats/marble/", 404)
    csv_rows = table_of(client, "/england/habitats/grassland-lowland-meadows.csv")
    assert [row["connected_delivered_ha"] for row in csv_rows if row["area"] in ("England", "Surrey")] == [
        "90.0",
        "15.0",
    ]


# --- an area within England


@pytest.mark.usefixtures("edition")
def test_an_area_stands_beside_england_with_its_neighbours(client: Client) -> None:
    html = get(client, "/england/areas/kent-and-medway/")
    said = words(html)
    assert ["Important already", "700 ha", "1,000 ha", "70%"] in rows(html, "beside")
    assert ["Share important", "35.0%", "25.0%", "–"] in rows(html, "beside")
    assert ["Surrey", "A draft", "32.5 km", "450 m", "1"] in rows(html, "borders")
    assert ["Greater London", "None yet", "–", "–", "–"] in rows(html, "borders")
    assert "Its strategy is not on this site. Ask Kent County Council" in said
    assert "kent-and-medway-draft-1-0123456789ab" in said
    get(client, "/england/areas/atlantis/", 404)


@pytest.mark.usefixtures("edition")
def test_what_was_guessed_and_mended_is_told_and_is_no_markup(client: Client) -> None:
    html = get(client, "/england/areas/kent-and-medway/")
    assert "mended: 1" in words(html).replace(" :", ":")
    assert "map.gpkg:PM, row 7" in html
    assert "&lt;i&gt;40&lt;/i&gt;" in html
    assert "Nothing had to be guessed" in get(client, "/england/areas/surrey/")


@pytest.mark.usefixtures("edition")
def test_what_two_neighbours_disagree_about_is_told_to_both_from_their_own_side(client: Client, tmp_path: Path) -> None:
    kent = rows(get(client, "/england/areas/kent-and-medway/"), "conflicts")
    surrey = rows(get(client, "/england/areas/surrey/"), "conflicts")
    meadows, wood = "Grassland - Lowland meadows", "Woodland and forest - Lowland mixed deciduous woodland"
    assert kent[2] == [
        *("Surrey", "Only one of them maps anything", f"Create: {meadows}", "nothing", "1.2 km", "Settled")
    ]
    assert kent[0][2:] == [f"Restore: {meadows}", f"Create: {wood}", "300 m", "Not settled"]
    assert kent[1][4:] == ["the same 3.5 ha", "One of the two has agreed"]
    assert surrey[0][2:4] == [f"Create: {wood}", f"Restore: {meadows}"]
    publish_england(england(tmp_path / "no-list", date="2027-01-01", conflicts=False))
    assert "no list of what neighbours disagree about" in get(client, "/england/areas/surrey/")


@pytest.mark.usefixtures("edition")
def test_an_area_that_is_not_joined_says_so(client: Client) -> None:
    html = get(client, "/england/areas/cumbria/")
    assert "No strategy of this area is joined" in html
    assert "Beside England" not in html


@pytest.mark.usefixtures("edition")
def test_an_area_whose_strategy_is_on_this_site_leads_to_it(client: Client) -> None:
    publish()
    assert f'href="{AREA}">Read the strategy for Kent and Medway' in get(client, "/england/areas/kent-and-medway/")


# --- to take away


@pytest.mark.usefixtures("edition")
def test_every_file_that_the_data_page_names_can_be_had(client: Client) -> None:
    html = get(client, "/england/data/")
    links = {one for one in Page(html).all("href") if one.startswith("/england/")}
    assert any("tiles/network.pmtiles" in one for one in links)
    for link in links:
        response = client.get(link.partition("#")[0])
        assert response.status_code == 200, link
        assert not response.streaming or body(response)


def test_a_layers_files_are_listed_for_a_person_and_for_wget(client: Client, edition: EnglandEdition) -> None:
    page = get(client, "/england/data/measures/")
    assert "Kent and Medway: 1\xa0file" in page
    listed = get(client, "/england/data/measures/files.txt").split()
    path = f"/england/editions/{edition.identity}/data/measures/lnrs_id=40/square=TR15/part.parquet"
    assert listed == [f"http://testserver{path}"]
    assert body(client.get(path)).startswith(b"PAR1")
    for wrong in ("/england/data/notes/", "/england/data/notes/files.txt"):
        get(client, wrong, 404)


def test_a_part_of_a_file_is_sent_and_only_what_the_record_lists(client: Client, edition: EnglandEdition) -> None:
    tiles = f"/england/editions/{edition.identity}/tiles/network.pmtiles"
    part = client.get(tiles, headers={"range": "bytes=0-6"})
    assert (part.status_code, body(part)) == (206, made_tiles()[:7])
    whole = client.get(tiles)
    assert body(whole) == made_tiles()
    assert client.get(tiles, headers={"if-none-match": whole["ETag"]}).status_code == 304
    for wrong in ("nothing.csv", "../england.lock", "..%2f..%2fsite.sqlite3", "data/measures"):
        assert client.get(f"/england/editions/{edition.identity}/{wrong}").status_code == 404
    assert client.get("/england/editions/england-2020-01-01-000000000000/england.json").status_code == 404


def test_other_sites_may_read_the_files(client: Client, edition: EnglandEdition) -> None:
    response = client.get(
        f"/england/editions/{edition.identity}/figures/extents.csv", headers={"origin": "https://a.org"}
    )
    assert body(response)
    assert response["Access-Control-Allow-Origin"] == "*"


def test_an_older_edition_keeps_its_files(client: Client, edition: EnglandEdition, tmp_path: Path) -> None:
    publish_england(england(tmp_path / "later", date="2027-01-01"))
    assert edition.identity in get(client, "/england/data/")
    assert body(client.get(f"/england/editions/{edition.identity}/figures/extents.csv"))

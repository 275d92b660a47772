"""A small England edition with figures that can be worked out by hand: Kent and Medway (40) published, Surrey (38) a
draft, and no other area joined. Its files have the names and columns that `lnrs network build` gives them; that these
are the same is tried in tests/acceptance/test_docs_commands.py, by docs/how-to/see-england.md.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import geopandas as gpd
import shapely

from lnrs.network import sealing
from lnrs.network.sealing import England
from lnrs.network.storage import Store

from . import england_land

KENT, SURREY = 40, 38
MEADOWS, WOODLAND = "Grassland - Lowland meadows", "Woodland and forest - Lowland mixed deciduous woodland"

EXTENTS = f"""lnrs_id,name,layer,about,extent_ha,share_of_area
0,England,important,,1000.000000,0.250000
0,England,become,,500.000000,0.125000
0,England,measures,,600.000000,0.150000
0,England,action,create,400.000000,0.100000
0,England,action,restore,300.000000,0.075000
0,England,now,{MEADOWS},80.000000,0.020000
0,England,delivered,{MEADOWS},120.000000,0.030000
0,England,delivered,{WOODLAND},50.000000,0.012500
38,Surrey,important,,300.000000,0.150000
38,Surrey,measures,,100.000000,0.050000
38,Surrey,now,{MEADOWS},20.000000,0.010000
38,Surrey,delivered,{MEADOWS},20.000000,0.010000
40,Kent and Medway,important,,700.000000,0.350000
40,Kent and Medway,become,,500.000000,0.250000
40,Kent and Medway,measures,,500.000000,0.250000
40,Kent and Medway,action,create,400.000000,0.200000
40,Kent and Medway,now,{MEADOWS},60.000000,0.030000
40,Kent and Medway,delivered,{MEADOWS},100.000000,0.050000
40,Kent and Medway,delivered,{WOODLAND},50.000000,0.025000
"""
HABITATS = f"""lnrs_id,name,habitat,state,extent_ha,patches,mean_patch_ha,largest_patch_ha,mesh_ha,connected_ha
0,England,{MEADOWS},now,80.000000,8,10.000000,30.000000,0.500000,40.000000
0,England,{MEADOWS},delivered,120.000000,6,20.000000,60.000000,0.900000,90.000000
0,England,{WOODLAND},delivered,50.000000,1,50.000000,50.000000,0.100000,50.000000
38,Surrey,{MEADOWS},now,20.000000,4,5.000000,8.000000,0.100000,15.000000
38,Surrey,{MEADOWS},delivered,20.000000,4,5.000000,8.000000,0.100000,15.000000
40,Kent and Medway,{MEADOWS},now,60.000000,4,15.000000,30.000000,0.400000,37.000000
40,Kent and Medway,{MEADOWS},delivered,100.000000,2,50.000000,60.000000,0.800000,80.000000
40,Kent and Medway,{WOODLAND},delivered,50.000000,1,50.000000,50.000000,0.100000,50.000000
"""
MEASURES = f"""lnrs_id,ref,measure,habitat,action,status
38,M1,Restore meadows,{MEADOWS},restore,confirmed
40,GL1.1,Create meadows,{MEADOWS},create,confirmed
40,WO1.1,<b>Plant</b> woods,{WOODLAND},create,proposed
"""
CONFLICTS = (
    ("at odds", WOODLAND, "create", MEADOWS, "restore", 300.0, 0.0, "open"),
    ("one side", "", "", MEADOWS, "create", 1200.0, 0.0, "settled"),
    ("at odds", WOODLAND, "create", MEADOWS, "create", 0.0, 3.5, "pending"),
)
"""kind, habitat_a, action_a, habitat_b, action_b, frontage_m, overlap_ha and state, between Surrey and Kent."""
BORDERS = """a,b,border_m,meet,contact_m,both_map_ha,conflicts,at_odds,open,pending,settled
38,40,32500.000000,3,450.000000,3.500000,3,2,1,1,1
"""
NOTES = [
    {"file": "map.gpkg:PM", "row": 7, "kind": "repair", "says": "crosses itself and was mended.", "do": "Mend it."},
    {"file": "map.gpkg:PM", "row": None, "kind": "guess", "says": "lnrs_id is text: <i>40</i>.", "do": ""},
]


def files(*, conflicts: bool = True, cells: bool = True) -> Mapping[str, bytes]:
    """Every file of the edition but its record."""
    part = gpd.GeoDataFrame(
        {
            "place": ["1", "2"],
            "ref": ["GL1.1", "WO1.1"],
            "measure": ["Create meadows", "<b>Plant</b> woods"],
            "habitat": [MEADOWS, WOODLAND],
            "action": ["create", "create"],
        },
        geometry=[shapely.box(610_000, 150_000, 610_200, 150_100), shapely.box(609_000, 149_000, 611_500, 152_000)],
        crs=27700,
    )
    site = gpd.GeoDataFrame(
        {"site": ["1"], "kind": ["LWS"], "name": ["Down"], "ref": ["S1"]},
        geometry=[shapely.box(609_000, 150_000, 610_200, 150_100)],
        crs=27700,
    )
    made = {
        "figures/extents.csv": EXTENTS.encode(),
        "figures/habitats.csv": HABITATS.encode(),
        "tables/measures.csv": MEASURES.encode(),
        "notes/40.json": json.dumps(NOTES).encode(),
        "notes/38.json": b"[]",
        "data/measures/lnrs_id=40/square=TR15/part.parquet": _parquet(part),
        "data/important/lnrs_id=38/square=TQ15/part.parquet": _parquet(site),
        "tiles/network.pmtiles": england_land.tiles(),
        "figures/links.parquet": england_land.links(),
        **(england_land.cells(SURREY, KENT) if cells else {}),
    }
    return made | ({"conflicts.parquet": _conflicts(), "figures/borders.csv": BORDERS.encode()} if conflicts else {})


def _conflicts() -> bytes:
    names = ("kind", "habitat_a", "action_a", "habitat_b", "action_b", "frontage_m", "overlap_ha", "state")
    frame = gpd.GeoDataFrame([dict(zip(names, row, strict=True)) for row in CONFLICTS])
    frame["a"], frame["b"] = SURREY, KENT
    return _parquet(frame.set_geometry([shapely.box(546_000, 150_000, 546_100, 150_100)] * len(frame), crs=27700))


def _parquet(frame: gpd.GeoDataFrame) -> bytes:
    file = Path(mkdtemp()) / "part.parquet"
    frame.to_parquet(file)
    return file.read_bytes()


def england(
    folder: Path, *, date: str = "2026-10-01", invented: bool = True, conflicts: bool = True, cells: bool = True
) -> Path:
    """Write the edition to a folder, sealed."""
    content = files(conflicts=conflicts, cells=cells)
    for name, text in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)
    record = England(
        schema=sealing.SCHEMA,
        identity="",
        name="England (invented)" if invented else "England",
        date=date,
        software="lnrs 0.1.0",
        settings={"cell_m": 100},
        sources=[_source(KENT, "Kent and Medway", "published", invented), _source(SURREY, "Surrey", "draft", invented)],
        counts={"measures": 1, "important": 1, "become": 0, "habitats": 0},
        files=[
            {"path": name, "size_bytes": len(text), "sha256": hashlib.sha256(text).hexdigest()}
            for name, text in sorted(content.items())
        ],
    )
    (folder / sealing.FILE).write_bytes(sealing.to_bytes(sealing.sealed(record)))
    assert sealing.verify(Store(str(folder)))
    return folder


def _source(lnrs_id: int, name: str, status: str, invented: bool) -> dict[str, object]:
    return {
        "lnrs_id": lnrs_id,
        "name": name,
        "authority": f"{name} County Council",
        "title": f"Local Nature Recovery Strategy for {name}",
        "source": name.lower().replace(" ", "-"),
        "identity": f"{name.lower().replace(' ', '-')}-draft-1-0123456789ab",
        "as_of": "2026-09-01",
        "status": status,
        "invented": invented,
    }


@cache
def case() -> Path:
    """The edition, made once."""
    return england(Path(mkdtemp(prefix="lnrs-england-")))

"""The record beside a layer: what it is, whose, under which licence, from when, and what was mended in it."""

import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import tomli_w

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs.layers.contract import Layer
from lnrs.layers.licences import may_republish


@dataclass(frozen=True)
class Repair:
    """One thing that was changed at the door."""

    row: int
    """Number of the feature in the file as it came (from 1), or its line in a table."""
    ref: str
    reason: str
    done: str
    area_before_m2: float = 0.0
    area_after_m2: float = 0.0


@dataclass(frozen=True)
class LayerRecord:
    """The whole of `layers/<id>.toml`."""

    title: str
    publisher: str
    licence: str
    attribution: str
    version: str
    retrieved: date
    source: str
    """Address or file name, never a path."""
    sensitive: bool = False
    sha256: str = ""
    rows: int = 0
    notes: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def republish(self) -> bool:
        """Whether an edition may carry the features as they are."""
        return may_republish(self.licence) and not self.sensitive


def record_of(layer: Layer, *, version: str, retrieved: date, source: str) -> LayerRecord:
    """The record of a layer that keeps the catalogue's publisher and licence."""
    return LayerRecord(
        title=layer.title,
        publisher=layer.publisher,
        licence=layer.licence.id,
        attribution=layer.attribution,
        version=version,
        retrieved=retrieved,
        source=source,
        sensitive=layer.sensitive,
    )


def as_toml(record: LayerRecord) -> bytes:
    """A record as it is written."""
    table = asdict(record)
    table["notes"], table["repairs"] = list(record.notes), [asdict(repair) for repair in record.repairs]
    return tomli_w.dumps(table).encode()


def read_record(file: Path) -> LayerRecord:
    """Read a record. Raises NotFound where it is not there, LayerRefused where it is not a record."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        repairs = tuple(Repair(**one) for one in table.pop("repairs", ()))
        return LayerRecord(**{**table, "notes": tuple(table.pop("notes", ())), "repairs": repairs})
    except FileNotFoundError:
        advice = "Add the layer with `lnrs add` or `lnrs fetch`, which write it."
        raise NotFound([Problem(file.name, "is the record of a layer, and is not there.", advice)]) from None
    except (ValueError, TypeError) as error:
        advice = "Add the layer again, or put back the record as it was written."
        raise LayerRefused([Problem(file.name, f"is not a layer record: {error}.", advice)]) from error

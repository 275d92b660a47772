"""An index over the boxes of a table's shapes, which the database itself keeps in step."""

from typing import Any


def add_index(table: str, vendor: str) -> list[str]:
    """Statements that give a table of `located.Located` rows its index.

    In SQLite an R*Tree, filled by triggers; its edges are 32-bit and rounded outwards, so that nothing is missed. In
    PostgreSQL a PostGIS column made from the shape.
    """
    if vendor == "sqlite":
        new = "NEW.id, NEW.west, NEW.east, NEW.south, NEW.north"
        return [
            f'CREATE VIRTUAL TABLE "{table}_box" USING rtree(id, west, east, south, north)',
            f'CREATE TRIGGER "{table}_box_in" AFTER INSERT ON "{table}" '
            f'BEGIN INSERT INTO "{table}_box" VALUES ({new}); END',
            f'CREATE TRIGGER "{table}_box_out" AFTER DELETE ON "{table}" '
            f'BEGIN DELETE FROM "{table}_box" WHERE id = OLD.id; END',
        ]
    return [
        "CREATE EXTENSION IF NOT EXISTS postgis",
        f'ALTER TABLE "{table}" ADD COLUMN place geometry(Geometry, 27700) '
        "GENERATED ALWAYS AS (ST_GeomFromWKB(wkb, 27700)) STORED",
        f'CREATE INDEX "{table}_place" ON "{table}" USING gist (place)',
    ]


def drop_index(table: str, vendor: str) -> list[str]:
    """Statements that undo `add_index`."""
    if vendor == "sqlite":
        return [
            f'DROP TRIGGER "{table}_box_in"',
            f'DROP TRIGGER "{table}_box_out"',
            f'DROP TABLE "{table}_box"',
        ]
    return [f'ALTER TABLE "{table}" DROP COLUMN place']


def run(schema_editor: Any, statements: list[str]) -> None:
    """Give statements to the database."""
    for statement in statements:
        schema_editor.execute(statement)

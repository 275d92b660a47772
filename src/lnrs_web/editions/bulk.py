"""Many new rows of a table at once, as fast as the database takes them."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)

BATCH = 2_000


def insert(rows: Iterable[Row]) -> list[Row]:
    """Insert unsaved rows of one table, and give them with their keys.

    PostgreSQL copies them: `bulk_create` would write every value out into the text of a statement, and shapes are long.
    """
    found = list(rows)
    if not found:
        return []
    if connection.vendor == "postgresql":
        _copy(found)
        return found
    return type(found[0])._default_manager.bulk_create(found, BATCH)


def _copy(rows: list[Row]) -> None:
    fields = rows[0]._meta.concrete_fields
    quote = connection.ops.quote_name
    table, key = rows[0]._meta.db_table, fields[0].column
    columns = ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor:
        new_keys = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        cursor.execute(new_keys, [quote(table), key, len(rows)])
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
        with cursor.copy(f"COPY {quote(table)} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([one.get_db_prep_save(_value(row, one), connection) for one in fields])


def _value(row: models.Model, field: "models.Field[Any, Any]") -> Any:
    """A row that is referred to may have got its key after it was named."""
    return getattr(row, field.name).pk if field.is_relation else field.pre_save(row, add=True)

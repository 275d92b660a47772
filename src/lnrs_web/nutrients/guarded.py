"""Triggers by which the database refuses to change or to take away rows of the ledger, whoever asks.

A later migration that alters a table has to add them again: SQLite makes a table anew, and drops its triggers.
"""

TABLES = ("nutrients_movement", "nutrients_entry")
WHY = "the ledger is written once: reverse it"


def add_triggers(vendor: str) -> list[str]:
    """Statements that guard the tables."""
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER "{table}_no_{act.lower()}" BEFORE {act} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            for table in TABLES
            for act in ("UPDATE", "DELETE")
        ]
    function = (
        "CREATE FUNCTION nutrients_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    rows = [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION nutrients_ledger_refuse()"
        for table in TABLES
    ]
    whole = [
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION nutrients_ledger_refuse()"
        for table in TABLES
    ]
    return [function, *rows, *whole]


def drop_triggers(vendor: str) -> list[str]:
    """Statements that undo `add_triggers`."""
    if vendor == "sqlite":
        return [f'DROP TRIGGER "{table}_no_{act}"' for table in TABLES for act in ("update", "delete")]
    dropped = [f"DROP TRIGGER {table}_no_{act} ON {table}" for table in TABLES for act in ("change", "truncate")]
    return [*dropped, "DROP FUNCTION nutrients_ledger_refuse()"]

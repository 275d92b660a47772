"""Triggers by which the database refuses to change or to take away rows of the record, whoever asks.

A later migration that alters the table has to add them again: SQLite makes a table anew, and drops its triggers.
"""

WHY = "what was done is recorded for good"


def add_triggers(vendor: str) -> list[str]:
    """Statements that guard the table."""
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER "audit_event_no_{act.lower()}" BEFORE {act} ON "audit_event" '
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
        "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()",
    ]


def drop_triggers(vendor: str) -> list[str]:
    """Statements that undo `add_triggers`."""
    if vendor == "sqlite":
        return [f'DROP TRIGGER "audit_event_no_{act}"' for act in ("update", "delete")]
    return [
        "DROP TRIGGER audit_event_no_change ON audit_event",
        "DROP TRIGGER audit_event_no_truncate ON audit_event",
        "DROP FUNCTION audit_event_refuse()",
    ]

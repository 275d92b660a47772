"""The index over the stems of texts, which the database itself keeps in step, and how it is asked."""

from django.db import connection

from lnrs_web.search.question import Question, Sought

TABLE = "search_text"
TITLE_WEIGHT = 10
"""A word in the title counts so many times one in the body."""
BREAK = "zzendoftitlezz"
"""Stands between title and body while their places are counted, so that no phrase runs from the one into the other."""


def add_index(vendor: str) -> list[str]:
    """Statements that make it: in SQLite an FTS5 table without texts of its own, filled by triggers; in PostgreSQL a
    column of lexemes made from the stems, under a GIN index."""
    if vendor == "sqlite":
        old = f"INSERT INTO {TABLE}_words ({TABLE}_words, rowid, title_stems, body_stems) " + (
            "VALUES ('delete', OLD.id, OLD.title_stems, OLD.body_stems);"
        )
        new = f"INSERT INTO {TABLE}_words (rowid, title_stems, body_stems) " + (
            "VALUES (NEW.id, NEW.title_stems, NEW.body_stems);"
        )
        return [
            f"CREATE VIRTUAL TABLE {TABLE}_words USING fts5(title_stems, body_stems, content='{TABLE}', "
            "content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
            f"CREATE TRIGGER {TABLE}_words_in AFTER INSERT ON {TABLE} BEGIN {new} END",
            f"CREATE TRIGGER {TABLE}_words_out AFTER DELETE ON {TABLE} BEGIN {old} END",
            f"CREATE TRIGGER {TABLE}_words_new AFTER UPDATE ON {TABLE} BEGIN {old} {new} END",
        ]
    title = f"setweight(to_tsvector('simple', title_stems || ' {BREAK}'), 'A')"
    lexemes = f"ts_delete({title} || to_tsvector('simple', body_stems), '{BREAK}')"
    return [
        f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS ({lexemes}) STORED",
        f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
    ]


def drop_index(vendor: str) -> list[str]:
    """Statements that undo `add_index`."""
    if vendor == "sqlite":
        triggers = [f"DROP TRIGGER {TABLE}_words_{when}" for when in ("in", "out", "new")]
        return [*triggers, f"DROP TABLE {TABLE}_words"]
    return [f"ALTER TABLE {TABLE} DROP COLUMN words"]


def found(edition: int, question: Question) -> list[tuple[int, str, str, float]]:
    """Id, kind, reference and rank of every text of an edition that answers a question; a higher rank is better.

    Stems are letters and digits only (`words.words`), so that nothing of a question can be taken for syntax. CROSS JOIN
    tells SQLite to ask the index first; it would go through every text of the edition instead.
    """
    if connection.vendor == "sqlite":
        asked = " AND ".join(_fts5(one) for one in question.sought)
        statement = (
            f"SELECT t.id, t.kind, t.ref, -bm25({TABLE}_words, {TITLE_WEIGHT}, 1) FROM {TABLE}_words "
            f"CROSS JOIN {TABLE} t ON t.id = {TABLE}_words.rowid WHERE {TABLE}_words MATCH %s AND t.edition_id = %s"
        )
    else:
        asked = " & ".join(_tsquery(one) for one in question.sought)
        weights = f"{{{1 / TITLE_WEIGHT}, 0, 0, 1}}"
        statement = (
            f"SELECT id, kind, ref, ts_rank('{weights}', words, asked, 1) FROM {TABLE}, "
            "to_tsquery('simple', %s) asked WHERE words @@ asked AND edition_id = %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked, edition])
        return list(cursor.fetchall())


def _fts5(one: Sought) -> str:
    whole = f'"{" ".join(one.stems)}"'
    return f'({whole} OR "{one.begins}"*)' if one.begins else whole


def _tsquery(one: Sought) -> str:
    whole = " <-> ".join(f"'{stem}'" for stem in one.stems)
    return f"({whole} | '{one.begins}':*)" if one.begins else f"({whole})"

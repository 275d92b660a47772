"""Everything that an edition says, found by word: the same on SQLite and on PostgreSQL."""

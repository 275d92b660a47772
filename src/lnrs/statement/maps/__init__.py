"""The statement's maps: shapes in, pictures out. Opens no file."""

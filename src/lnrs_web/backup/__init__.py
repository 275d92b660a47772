"""A whole site in one file, and brought back from it."""

"""Commands for the search."""

"""Tables of the search."""

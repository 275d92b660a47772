"""Tables of the procedure."""

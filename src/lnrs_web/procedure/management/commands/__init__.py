"""Commands of the procedure."""

"""Commands of the planning check."""

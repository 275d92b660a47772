"""Template tags of the planning check."""

"""The planning check: what a strategy says of a development site, and the strategic significance of its habitats."""

"""The statutory biodiversity metric: pure calculation, with the standard library only."""

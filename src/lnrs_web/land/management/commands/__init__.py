"""Commands of my land."""

"""Commands for places."""

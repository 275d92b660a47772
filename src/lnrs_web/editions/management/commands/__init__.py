"""Commands for editions."""

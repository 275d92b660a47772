"""Commands for briefings."""

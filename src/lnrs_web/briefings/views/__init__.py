"""The pages of briefings."""

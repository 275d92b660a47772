"""The 48 strategy areas of England."""

"""Targets for nature: the species abundance index, and whether it meets the law's tests of 2030 and 2042."""

"""What else nature recovery does, and where it would do most: one file a benefit.

Each ends in a raster, or a value for each piece of land, in which more is more benefit of acting there, with a unit.
`docs/explanation/benefits.md` has the formulas, their sources and what they cannot say.
"""

"""How much of a file is read. The official workbook, filled in, is 4 MB, which are 27 MB when it is opened."""

FILE_BYTES = 40_000_000
INFLATED_BYTES = 400_000_000
"""What everything in a workbook may come to when it is opened, by what it says of itself."""
PART_BYTES = 60_000_000
"""What one part that is read may come to, whatever it says of itself."""
PARTS = 2_000
SHEET_ROWS = 1_000
FEATURES = 20_000
"""Rows of a GeoPackage."""
VERTICES = 1_000_000
TEXT_CHARACTERS = 2_000

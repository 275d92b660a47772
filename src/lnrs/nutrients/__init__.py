"""The nutrient budget of a development: pure calculation in exact decimals, with the standard library only."""

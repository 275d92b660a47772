"""Units that come up everywhere."""

HA_M2 = 10_000.0
"""Square metres in a hectare."""

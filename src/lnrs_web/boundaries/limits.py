"""How much land may be given at once, and what reading an upload may cost."""

PARCELS = 500
CORNERS = 100_000
"""Corners in all, of every parcel."""
TYPED_CORNERS = 2_000
SMALLEST_M2 = 1.0
"""A parcel smaller than this is a slip of the hand."""
LARGEST_HA = 20_000.0
"""Land in all. No holding in England is much larger."""
INFLATED_BYTES = 50_000_000
"""What a zip archive may hold."""
INFLATION = 200
"""How many times larger than its archive a large file may be. Tables of blanks shrink to a hundredth."""
NAME_LETTERS = 80
"""Letters of a parcel's reference."""
WORKER_S = 20
"""Seconds that reading a file may take by the clock; its processor time is bounded to half of that."""
WORKER_BYTES = 1_500_000_000
"""Memory that reading a file may take."""
ANSWER_BYTES = 8_000_000
"""What the worker may say."""
WORKERS = 2
"""Files read at one time."""

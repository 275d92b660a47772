"""How much land may be given at once, and what reading an upload may cost."""

PARCELS = 500
CORNERS = 20_000
"""Corners in all, of every parcel."""
EDGE_KM = 400
"""Kilometres of edges in all. With both bounds the worst edge that was tried, a comb whose teeth cross hundreds of
sites and places, takes some three seconds of processor time; a farm takes half a second."""
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
"""Seconds that reading a file may take by the clock."""
WORKER_CPU_S = 4
"""Seconds of processor time that it may take, of which starting takes one."""
WORKER_BYTES = 1_500_000_000
"""Memory that reading a file may take."""
ANSWER_BYTES = 8_000_000
"""What the worker may say."""
WORKERS = 2
"""Files read at one time."""

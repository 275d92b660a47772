"""What reading a file of letters may cost."""

FILE_BYTES = 50_000_000
INFLATED_BYTES = 200_000_000
INFLATION = 200
"""How many times larger than its archive a part of a file may be."""
PARTS = 5_000
ROWS = 20_000
COLUMNS = 200
TEXT_LETTERS = 100_000
"""Letters of one text."""
PAGES = 1_000
WORKER_S = 60
WORKER_CPU_S = 30
WORKER_BYTES = 1_500_000_000
ANSWER_BYTES = 60_000_000
"""What the worker may say."""

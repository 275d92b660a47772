"""A strategy to be read: its priorities, measures and species, its editions, and what it says of a place."""

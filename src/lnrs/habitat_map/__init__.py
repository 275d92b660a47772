"""The local habitat map: what is important, what could become so, where each measure would do most, and why."""

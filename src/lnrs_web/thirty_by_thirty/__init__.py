"""30 by 30: which land counts, what officers decided about it, and what the public suggests."""

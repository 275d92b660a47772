"""England: the 48 strategy areas side by side, and what they come to together, from the England edition."""

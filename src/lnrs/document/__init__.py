"""A document as a plain tree, and as accessible HTML and tagged PDF."""

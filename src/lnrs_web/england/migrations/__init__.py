"""Tables of England editions."""

"""What is done to activities and contributions. Each is whole or not done, and is on record."""

WRITER = "somebody taking part"
"""Who did it, in the record, where it was a contribution's own writer: never their name."""

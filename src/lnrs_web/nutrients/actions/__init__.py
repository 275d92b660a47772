"""What is done with credits. Each action asks whether its doer may, is whole or not done at all, and is on record."""

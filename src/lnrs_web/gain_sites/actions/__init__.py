"""What is done in the register. Each action asks whether its doer may, is whole or not at all, and is on record."""

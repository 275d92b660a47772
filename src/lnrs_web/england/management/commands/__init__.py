"""Commands about England."""

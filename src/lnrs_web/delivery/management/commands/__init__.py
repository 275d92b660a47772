"""Commands for delivery."""

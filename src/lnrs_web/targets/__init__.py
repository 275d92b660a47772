"""The statutory targets under the Environment Act: the national series, and what a strategy can show of its own."""

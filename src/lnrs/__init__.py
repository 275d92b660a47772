"""Local Nature Recovery Strategies: from open data to a published edition."""

__version__ = "0.1.0"

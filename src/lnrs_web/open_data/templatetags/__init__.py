"""Filters of open data's templates."""

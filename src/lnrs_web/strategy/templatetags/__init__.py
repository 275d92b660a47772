"""Addresses for templates."""

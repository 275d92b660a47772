"""Editions: taken in whole, kept unchanged, found again by place and by word."""

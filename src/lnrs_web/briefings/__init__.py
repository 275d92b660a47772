"""Briefings: two pages about each ward, division, district and constituency, for whoever decides there."""

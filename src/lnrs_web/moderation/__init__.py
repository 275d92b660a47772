"""Moderation and analysis at the desk: what becomes of contributions, what was brought in, and what is made of it."""

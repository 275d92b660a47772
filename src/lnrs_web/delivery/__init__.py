"""Delivery: projects that carry out measures, what they cost, what is found there, and how far each priority is."""

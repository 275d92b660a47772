"""An invented England: 48 areas with their own words, on one ground, so that what they map meets at their borders.

Everything is a pure function of a seed, the number of places and the area: areas are drawn one by one, in any order.
"""

"""An edition: everything a strategy publishes, in one folder that never changes once it is written.

The reader (`manifest`, `read`, `verify`, `diff`, `explain`) needs no part of the engine; the site uses it as it is.
"""

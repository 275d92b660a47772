"""The site's own tables as a GeoDjango user would read them, on the same PostGIS."""

"""The map of an edition in other formats: made from its GeoPackage once, and kept beside the editions' folders."""

"""Open data: OGC API - Features, a JSON interface, vector tiles and a catalogue of every published edition."""

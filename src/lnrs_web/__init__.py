"""The site: imports editions and serves them. It never runs the engine."""

"""Vector tiles (PMTiles) of an edition, drawn with as much detail as a screen can show at each zoom."""

"""My land: what a strategy says of land that someone gives, for nobody but them."""

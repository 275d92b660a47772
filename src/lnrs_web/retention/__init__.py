"""How long things are kept: rules in words, and what is done by them."""

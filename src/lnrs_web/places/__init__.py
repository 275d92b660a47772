"""Where people say a place is: grid references, coordinates, postcodes, and names."""

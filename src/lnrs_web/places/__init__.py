"""Where people say a place is: grid references, coordinates."""

"""How fast, how large and how far from the floor: each piece of work beside the peer that a user would choose."""

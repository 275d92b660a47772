"""How the site is, for everyone to see."""

"""How the site is set up: settings, addresses, the door for a web server."""

"""Mail that the site has to send: written with what it is about, in one transaction, and sent by a worker."""

"""Pages of petitions: for everyone, for who signs, for who opens a letter, and at the desk."""

"""Pages of the register: for everyone, for whoever lists or reserves, and at the desk."""

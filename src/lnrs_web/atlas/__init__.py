"""The map of an edition: the same facts in words first, complete without JavaScript, then drawn."""

"""Petitions to an area: signed, proved by mail, counted in batches, shown by place without showing anybody."""

"""What the pages of a strategy ask of the parts of the site that stand above them."""

from django.dispatch import Signal

comments_wanted = Signal()
"""Sent with `edition`: a receiver gives the address at which its words can be commented on now, or nothing."""

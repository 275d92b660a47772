"""What other apps may wait for."""

from django.dispatch import Signal

pages_changed = Signal()
"""What readers see of an area's pages is another: sent within the transaction of the act, with `area`, its number."""

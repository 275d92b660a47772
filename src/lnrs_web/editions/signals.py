"""What other apps may wait for."""

from django.dispatch import Signal

edition_imported = Signal()
"""An edition's rows are written. Sent within the import's transaction, with `edition`, `folder` (where its files are at
that moment) and `by`: what a receiver writes is in with the edition, and what it raises undoes the import whole."""

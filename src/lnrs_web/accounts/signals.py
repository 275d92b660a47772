"""What other apps may wait for. Each is sent within a transaction: what a receiver raises undoes all of it."""

from django.dispatch import Signal

consent_withdrawn = Signal()
"""Somebody took a consent back: `consent` and `by`. Whoever kept something on the strength of it deletes that."""

data_asked = Signal()
"""Somebody asked for all that is kept of them: `person`. Whoever keeps something that has no key to the person, but
their mail address, returns it as `{"what it is": [rows of plain values]}`."""

account_ends = Signal()
"""An account is about to be deleted: `person` and `by`. Whoever keeps something by its mail address deletes it."""

"""Posting mail: within the transaction of what it tells of, so that both are there, or neither."""

from lnrs_web.outbox.models import Message


def post(*, to: str, subject: str, text: str, key: str, by: str) -> Message:
    """Put a letter into the outbox. The same `key` again posts nothing, and gives the first."""
    found, _ = Message.objects.get_or_create(key=key, defaults={"to": to, "subject": subject, "text": text, "by": by})
    return found

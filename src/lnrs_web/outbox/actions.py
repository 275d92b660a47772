"""Posting mail. Nothing is sent here: a row is written, and the worker sends it when the row is there for good."""

from lnrs_web.outbox.models import Message


def post(*, to: str, subject: str, text: str, key: str, by: str) -> Message:
    """Have a mail sent, if the transaction that this is called in is kept. Sent as plain text.

    `key` says what the mail is about, in at most 200 characters and without personal data, such as
    `representation KM-2027-R-00001 received`: the same key again posts nothing, and gives the first. Raises ValueError
    for a key that is empty or longer.

    A mail with this key may reach its reader twice only if the worker is killed between the moment when the mail server
    takes it and the moment when that is written down; both then have the same Message-ID.
    """
    if not 0 < len(key) <= Message._meta.get_field("key").max_length:
        raise ValueError("a message needs a key of 1 to 200 characters")
    said = {"to": to.strip(), "subject": " ".join(subject.split()), "text": text, "by": by}
    return Message.objects.get_or_create(key=key, defaults=said)[0]

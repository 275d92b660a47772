"""A person who takes part is counted once, however the address is written."""

from lnrs_web.outbox.mailboxes import mailbox_code


def mail_key(mail: str) -> str:
    """A code of the mailbox to count and to compare by; nothing for none."""
    return mailbox_code(mail, "mailbox") if mail else ""

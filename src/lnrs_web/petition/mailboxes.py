"""One mailbox has many ways to write it, and signs once."""

from lnrs_web.outbox.mailboxes import canonical_mail, mailbox_code

SLIPS = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gamil.com": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmail.con": "hotmail.com",
    "hotmial.co.uk": "hotmail.co.uk",
    "outlok.com": "outlook.com",
    "yaho.co.uk": "yahoo.co.uk",
    "yahoo.co": "yahoo.com",
    "iclod.com": "icloud.com",
    "btinternet.co.uk": "btinternet.com",
}
"""Domains that are typed by mistake, and which were meant."""
PASSING = frozenset(
    (
        *("10minutemail.com", "guerrillamail.com", "mailinator.com", "maildrop.cc", "sharklasers.com", "temp-mail.org"),
        *("throwawaymail.com", "trashmail.com", "yopmail.com", "getnada.com", "dispostable.com", "mailnesia.com"),
    )
)
"""Some domains whose mailboxes anybody opens, for as long as they like. Officers can watch for more."""


def mail_key(petition: int, mail: str) -> str:
    """A code of the mailbox within a petition."""
    return mailbox_code(mail, "petition mailbox", f"{petition} ")


def domain_of(mail: str) -> str:
    """The domain of a mailbox, as it is compared.

    >>> domain_of("Ann@GoogleMail.com")
    'gmail.com'
    """
    return canonical_mail(mail).rpartition("@")[2][:255]


def meant(mail: str) -> str:
    """The address that was probably meant; nothing where it looks right.

    >>> meant("ann@gmial.com"), meant("ann@gmail.com")
    ('ann@gmail.com', '')
    """
    name, _, domain = mail.rpartition("@")
    right = SLIPS.get(domain.lower(), "")
    return f"{name}@{right}" if right else ""

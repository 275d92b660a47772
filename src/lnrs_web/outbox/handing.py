"""Handing a mail to whatever Django's settings name as taking it, and telling apart the three ways it can go wrong."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from lnrs_web.outbox.models import Message

TRANSPORTS = {"console": "console", "filebased": "files", "smtp": "smtp", "notify": "notify", "locmem": "memory"}
NO_SUCH_ADDRESS = b"5.1."
"""What the enhanced code of a refusal begins with where it is because of the address (RFC 3463). A bare 550 may be for
any reason, and does not end all mail to somebody."""


class NotTaken(SMTPException):
    """A mail was not taken. Whoever catches what Django's own backends raise catches this too."""


class Refused(NotTaken):
    """This mail will never be taken; `bounces` where that is because of its address."""

    def __init__(self, why: str, *, bounces: bool = False) -> None:
        super().__init__(why)
        self.bounces = bounces


class NotNow(NotTaken):
    """This mail was not taken this time."""


class Unreachable(NotTaken):
    """Nothing can be sent at all for now; that is no fault of this mail's."""


def transport() -> str:
    """What takes the site's mail: `console`, `files`, `smtp`, `notify`."""
    return TRANSPORTS.get(settings.EMAIL_BACKEND.split(".")[-2], "other")


def as_mail(message: Message, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """A message as it is sent. Its Message-ID never changes: a mail program shows it once, were it sent twice."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": f"<{message.public_id}@{domain}>", "Auto-Submitted": "auto-generated"}
    if message.unsubscribe:
        headers |= {
            "List-Unsubscribe": f"<{message.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return EmailMessage(message.subject, message.text, to=[message.to], headers=headers, connection=connection)


class Post:
    """A connection that is kept open from one mail to the next."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._is_open = False

    def hand_over(self, message: Message, *, again: bool = False) -> str:
        """Hand a message over, `again` where it may have been taken before.

        Gives the reference of whatever took it, or nothing where that gives none.

        Raises Refused, NotNow or Unreachable, in words that hold no address and nothing of the mail.
        """
        try:
            validate_email(message.to)
        except ValidationError as error:
            raise Refused("This is no mail address.") from error
        try:
            if transport() == "files":  # one file, one mail
                self._connection = get_connection()
            elif not self._is_open:
                self._connection.open()
                self._is_open = True
        except (OSError, SMTPException) as error:
            self.close()
            raise Unreachable(f"The mail server cannot be reached ({_kind(error)}).") from error
        mail = as_mail(message, self._connection)
        mail.was_tried = again
        return self._handed(mail)

    def _handed(self, mail: EmailMessage) -> str:
        try:
            mail.send()
        except NotTaken:
            raise
        except BadHeaderError as error:
            raise Refused("Its subject or address has more than one line.") from error
        except SMTPRecipientsRefused as error:
            self.close()
            code, said = next(iter(error.recipients.values()))
            if 500 <= code < 600:
                bounces = NO_SUCH_ADDRESS in said
                raise Refused(
                    f"The mail server does not take mail to this address ({code}).", bounces=bounces
                ) from None
            raise NotNow(f"The mail server does not take it now ({code}).") from None
        except SMTPSenderRefused as error:
            self.close()
            raise Unreachable(f"The mail server takes no mail from this site ({error.smtp_code}).") from None
        except SMTPResponseException as error:
            self.close()
            if 500 <= error.smtp_code < 600:
                raise Refused(f"The mail server refused it ({error.smtp_code}).") from None
            raise NotNow(f"The mail server does not take it now ({error.smtp_code}).") from None
        except (OSError, SMTPException) as error:
            self.close()
            raise NotNow(f"The connection to the mail server broke off ({_kind(error)}).") from error
        return str(getattr(mail, "reference", ""))

    def close(self) -> None:
        """Let go of the connection; the next mail opens another."""
        self._is_open = False
        try:
            self._connection.close()
        except (OSError, SMTPException):
            self._connection = get_connection()


def _kind(error: Exception) -> str:
    return str(getattr(error, "smtp_code", "")) or type(error).__name__

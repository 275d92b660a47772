"""Mail by SMTP, as Django sends it, with what the server answers to each mail kept as its reference."""

import smtplib
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

LONGEST_REFERENCE = 200


class _Notes:
    """What a connection was answered last when it had given a mail."""

    answered = b""

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, self.answered = super().data(msg)  # type: ignore[misc]
        return code, self.answered


class _Plain(_Notes, smtplib.SMTP):
    pass


class _Sealed(_Notes, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's own, which also sets `reference` on each mail: the server's answer, as `2.0.0 Ok: queued as 4F2`."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Connections that note what they are answered."""
        return _Sealed if self.use_ssl else _Plain

    def _send(self, email_message: EmailMessage) -> bool:
        sent: bool = super()._send(email_message)
        if sent and isinstance(self.connection, _Notes):
            said = self.connection.answered.decode("utf-8", "replace")
            email_message.reference = said[:LONGEST_REFERENCE]
        return sent

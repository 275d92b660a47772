"""A real mail server on this machine, which keeps what it takes and refuses what it is told to."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Letterbox:
    """What a server has taken, and what it answers: `answers` holds the answer for an address, `to_data` that for any
    text; `slow_s` is how long it takes over each."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.to_data = "250 2.0.0 queued as {number}"
        self.slow_s = 0.0
        self.address = ""
        self._lock = threading.Lock()

    async def handle_RCPT(  # noqa: N802  # as the server names it
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        """Whether mail to an address is taken."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        """Take a mail."""
        time.sleep(self.slow_s)
        if not self.to_data.startswith("250"):
            return self.to_data
        with self._lock:
            self.mails.append(message_from_bytes(envelope.content or b"", policy=policy.default))
            return self.to_data.format(number=len(self.mails))

    def identities(self) -> list[str]:
        """The Message-ID of every mail that was taken."""
        with self._lock:
            return [str(mail["Message-ID"]) for mail in self.mails]


@contextmanager
def mail_server() -> Iterator[Letterbox]:
    """A server on a free port; its `address` is for LNRS_MAIL."""
    box = Letterbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        box.address = f"smtp://127.0.0.1:{port}"
        yield box
    finally:
        server.stop()

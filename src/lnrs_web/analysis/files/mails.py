"""Mails: who wrote, when, and the text, with that of documents they attached."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from html.parser import HTMLParser

from lnrs_web.analysis.files import limits, packed, paper
from lnrs_web.analysis.files.tables import Row

_BETWEEN = re.compile(rb"(?:\A|\n)From [^\n]*\n")
_BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"}


def of_mailbox(data: bytes) -> list[Row]:
    """The mails of a mailbox (.mbox), a row each. Raises ValueError, in words for the person."""
    parts = [one for one in _BETWEEN.split(data.replace(b"\r\n", b"\n")) if one.strip()]
    if len(parts) > limits.ROWS:
        raise ValueError(f"It holds more than {limits.ROWS:,} mails")
    return [of_mail(re.sub(rb"(?m)^>(>*From )", rb"\1", part)) for part in parts]


def of_mail(data: bytes) -> Row:
    """One mail (.eml) as a row. Raises ValueError, in words for the person."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        assert isinstance(message, EmailMessage)
        name, address = parseaddr(str(message.get("From", "")))
        sent = message.get("Date")
        when = getattr(sent, "datetime", None)
        text = _text(message)
    except (LookupError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError("A mail cannot be read") from error
    if not address and when is None:
        raise ValueError("It is no mail: it says neither who sent it nor when")
    row = {"name": name, "mail": address, "date": when.isoformat() if when else "", "text": text}
    return row | {"subject": str(message.get("Subject", "")), "message": str(message.get("Message-ID", "")).strip()}


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    text = ""
    if body is not None:
        words = body.get_content()
        text = _without_tags(words) if body.get_content_subtype() == "html" else words
    return "\n\n".join([text.strip(), *_attached(message)]).strip()[: limits.TEXT_LETTERS]


def _attached(message: EmailMessage) -> Iterator[str]:
    for part in message.iter_attachments():
        name = part.get_filename() or "a file without a name"
        data = part.get_payload(decode=True)
        read = b""
        try:
            if isinstance(data, bytes) and data.startswith(packed.START):
                read = packed.paragraphs_of(data).encode()
            elif isinstance(data, bytes) and data.startswith(paper.START):
                read = paper.text_of(data).encode()
        except ValueError:
            read = b""
        yield f"Attached, {name}:\n{read.decode()}" if read else f"Attached, {name}: not read. Look at the mail itself."


def _without_tags(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t\r\f\v]*\n[ \t\r\f\v]*", "\n", "".join(reader.found))).strip()


class _Words(HTMLParser):
    """The text of a page; no address in it is followed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "script", "head")
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "script", "head") and self.hidden > 0
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)

"""Hand an email to the mail server. The only importer of smtplib."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from grantflow.engine.words import clean_line
from grantflow.errors import SettingsError
from grantflow.notices.models import Email

PATIENCE = 20  # seconds
KEPT_ONLY = "keep"
# Quoted-printable passes every server unharmed, and a person who looks at the source can still read it.
_READABLE = Charset("utf-8")
_READABLE.body_encoding = QP


@dataclass(frozen=True)
class Server:
    """`smtp://` or `smtps://`, with `user:password@` where the server asks, and `?starttls=1` to encrypt.

    `keep:` hands nothing over: a demonstration shows its mail on a page of its own.
    """

    scheme: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False


def read_smtp_url(url: str) -> Server:
    """:raises SettingsError: if it is not an address that this can reach"""
    parts = urlsplit(url)
    if parts.scheme == KEPT_ONLY:
        return Server(KEPT_ONLY)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError("SMTP_URL should read smtp://host:25, smtps://user:password@host or keep:")
    secure = parts.scheme == "smtps"
    return Server(
        scheme=parts.scheme,
        host=parts.hostname,
        port=_port(parts) or (465 if secure else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parse_qs(parts.query).get("starttls", ["0"])[-1] in {"1", "true", "yes"},
    )


def deliver(email: Email, *, body: str, server: Server, sender: tuple[str, str], at: datetime) -> None:
    """Send one email now.

    The same row has the same Message-ID, so that an email handed over twice can be known for one.

    :param sender: the name and the address it comes from
    :raises smtplib.SMTPException: if the server refuses it
    :raises OSError: if the server cannot be reached
    """
    if server.scheme != KEPT_ONLY:
        message = written(email, body=body, sender=sender, at=at)
        with _connection(server) as connection:
            connection.send_message(message, from_addr=sender[1], to_addrs=[email.to_address])


def written(email: Email, *, body: str, sender: tuple[str, str], at: datetime) -> "Message[Any, Any]":
    """The message. Whatever stands in a name or a subject stays inside its own header.

    Made with the library's older classes: the newer ones lose spaces from long headers in other scripts.

    :raises ValueError: if an address is not one
    """
    name, address = sender
    message: Message[Any, Any] = Message()
    message.set_payload(body, _READABLE)
    message["From"] = _header("From", name, address)
    message["To"] = _header("To", email.to_name, email.to_address)
    if email.reply_to:
        message["Reply-To"] = _header("Reply-To", "", email.reply_to)
    message["Subject"] = Header(clean_line(email.subject), "utf-8", header_name="Subject")
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{email.id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if email.stop_link:
        # One press in a mail program, which then posts to the link (RFC 8058).
        message["List-Unsubscribe"] = f"<{email.stop_link}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


@contextmanager
def _connection(server: Server) -> Iterator[smtplib.SMTP]:
    # Only certificates that the machine trusts are accepted.
    trust = ssl.create_default_context()
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=trust)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    with connection:
        if server.starttls:
            connection.starttls(context=trust)
        if server.user:
            connection.login(server.user, server.password)
        yield connection


def _header(header: str, name: str, address: str) -> Header | str:
    """:raises ValueError: if it is not one address and nothing more"""
    _require_one(address)
    name = clean_line(name)
    if name.isascii():
        return formataddr((name, address))
    found = Header(name, "utf-8", header_name=header)
    found.append(f"<{address}>", "ascii")
    return found


def _require_one(address: str) -> None:
    try:
        found = Address(addr_spec=address)
    except (HeaderParseError, IndexError) as error:
        raise ValueError("not an email address") from error
    if not (found.username and found.domain) or found.addr_spec != address or not address.isascii():
        raise ValueError("not an email address")


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise SettingsError("SMTP_URL has a port that is not a number") from error

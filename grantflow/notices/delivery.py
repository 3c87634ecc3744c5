"""Hand an email to the mail server. The only importer of smtplib."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from grantflow.errors import SettingsError
from grantflow.notices.models import Email

PATIENCE = 20  # seconds
KEPT_ONLY = "keep"
LONGEST_NAME = 45  # bytes of UTF-8, as many as base64 makes into one encoded word (RFC 2047)

_PUNCTUATION = re.compile(r'[()<>@,;:\\".\[\]]')


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
            connection.send_message(message)


def written(email: Email, *, body: str, sender: tuple[str, str], at: datetime) -> EmailMessage:
    """The message. Whatever stands in a name or a subject stays inside its own header.

    :raises ValueError: if an address is not one
    """
    name, address = sender
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = _address(name, address)
    message["To"] = _address(email.to_name, email.to_address)
    if email.reply_to:
        message["Reply-To"] = _address("", email.reply_to)
    message["Subject"] = _one_line(email.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{email.id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    # Quoted-printable passes every server unharmed, and a person who looks at the source can still read it.
    message.set_content(body, charset="utf-8", cte="quoted-printable")
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


def _address(name: str, address: str) -> Address:
    """:raises ValueError: if it is not one address and nothing more"""
    try:
        found = Address(_short(_one_line(name)), addr_spec=address)
    except (HeaderParseError, IndexError) as error:
        raise ValueError("not an email address") from error
    if not (found.username and found.domain) or found.addr_spec != address:
        raise ValueError("not an email address")
    return found


def _short(name: str) -> str:
    """The start of a name, as far as it fits one encoded word.

    The standard library puts gaps into longer ones, and into those that have both accents and punctuation, so
    the punctuation is left out of them. The text of the email has the name as it is.
    """
    plain = name if name.isascii() else _one_line(_PUNCTUATION.sub(" ", name))
    return plain.encode()[:LONGEST_NAME].decode(errors="ignore").strip()


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise SettingsError("SMTP_URL has a port that is not a number") from error


def _one_line(text: str) -> str:
    return " ".join(text.split())

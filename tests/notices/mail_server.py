"""A real mail server in this process, which keeps what it is given."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class MailServer:
    """`refuse` is answered to whoever writes to that address."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.refuse: dict[str, str] = {}
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        return [each for each in self.messages if address in str(each["To"])]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(raw.replace(b"\r\n", b"\n"), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.raw.append(raw)
        return "250 taken"


@contextmanager
def a_mail_server(
    *, login: tuple[str, str] | None = None, tls: ssl.SSLContext | None = None, tls_at_once: bool = False
) -> Iterator[MailServer]:
    """
    :param login: the user and password it insists on, over an encrypted connection
    :param tls: offer to encrypt, or with `tls_at_once` speak nothing else
    """
    server = MailServer()
    options: dict[str, Any] = {"require_starttls": tls is not None and not tls_at_once}
    if login is not None:
        options |= {"auth_required": True, "authenticator": _checks(login)}
    if tls is not None:
        options["ssl_context" if tls_at_once else "tls_context"] = tls
    server.port = _free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _checks(login: tuple[str, str]) -> Any:
    user, password = (part.encode() for part in login)

    def authenticate(
        _server: object, _session: object, _envelope: object, _how: str, data: object
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (user, password)
        return AuthResult(success=right, handled=False)

    return authenticate

"""Emails through a real mail server: encrypted, with a password, and with whatever people call themselves."""

import shutil
import socket
import ssl
import subprocess
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID

import pytest

from grantflow.errors import SettingsError
from grantflow.notices.delivery import Server, deliver, read_smtp_url, written
from grantflow.notices.models import Email
from tests.notices.mail_server import a_mail_server
from tests.notices.reading import squeezed

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
US = ("Probation Innovation Fund", "grants@fund.example")
BODY = "Dear Siân\n\nÖ, 愛 and 👩🏽‍🍳: £4,500 for Cooking together.\n"


def test_an_address_says_host_port_encryption_and_who_we_are() -> None:
    assert read_smtp_url("smtp://mail.example") == Server("smtp", "mail.example", 25)
    assert read_smtp_url("smtps://u%40x:p%2Fw@mail.example") == Server(
        "smtps", "mail.example", 465, "u@x", "p/w"
    )
    assert read_smtp_url("smtp://mail.example:587?starttls=1").starttls


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://host:x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL"):
        read_smtp_url(url)


def test_an_email_arrives_as_it_was_written() -> None:
    email = an_email(to_name="Siân Ŵyn-Jones", reply_to="farida@fund.example")

    with a_mail_server() as server:
        deliver(email, body=BODY, server=read_smtp_url(server.url), sender=US, at=AT)

    [message] = server.messages
    assert message.get_content() == BODY
    assert message.get_content_type() == "text/plain"
    assert message["To"] == "Siân Ŵyn-Jones <sian@harbour.example>"
    assert message["From"] == "Probation Innovation Fund <grants@fund.example>"
    assert message["Reply-To"] == "farida@fund.example"
    assert message["Message-ID"] == f"<{email.id}@fund.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Mon, 23 Nov 2026 12:00:00 +0000"


def test_the_same_email_has_the_same_message_id_each_time() -> None:
    email = an_email()

    first, second = (written(email, body=BODY, sender=US, at=AT) for _ in range(2))

    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Eve\r\nBcc: everyone@example.org", "Grant\r\nBcc: everyone@example.org"),
        ("Eve\nX-Spam: no", "Grant\n\nThe body begins here"),
        ('Ŵ" <eve@example.org>, "', "Grant subject"),
        ('Eve" <eve@example.org>, "', "Grant\x00\x0b\x85Bcc: everyone@example.org"),
    ],
)
def test_nothing_in_a_name_or_a_subject_becomes_a_header(name: str, subject: str) -> None:
    with a_mail_server() as server:
        email = an_email(to_name=name, subject=subject)
        deliver(email, body=BODY, server=read_smtp_url(server.url), sender=US, at=AT)

    [message] = server.messages
    assert message["Bcc"] is None
    assert message["X-Spam"] is None
    assert [each.addr_spec for each in message["To"].addresses] == ["sian@harbour.example"]
    assert message.get_content() == BODY


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b.example, c@d.example", "a@b.example\r\nRCPT TO:<c@d.example>", "<a@b.example>"],
)
def test_an_address_that_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        written(an_email(to_address=address), body=BODY, sender=US, at=AT)


@pytest.mark.parametrize(
    "name",
    ["مريم בת־שבע 👩🏽‍🍳 " * 9, "愛" * 90, "Llanfairpwllgwyngyll" * 20, "Siân O'Neill, the 3rd (Mrs) " * 9],
)
def test_very_long_names_emoji_and_right_to_left_arrive_whole(name: str) -> None:
    name = name.strip()
    with a_mail_server() as server:
        email = an_email(to_name=name, subject=name)
        deliver(email, body=name + "\n", server=read_smtp_url(server.url), sender=US, at=AT)

    [message] = server.messages
    assert message["Subject"] == name
    assert squeezed(in_to(server.raw[0])) == squeezed(f"{name} <sian@harbour.example>")
    assert message.get_content() == name + "\n"


def test_a_password_is_given_where_the_server_asks(
    certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with a_mail_server(login=("grants", "s3cret/word"), tls=context) as server:
        right, wrong = (
            f"smtp://grants:{password}@localhost:{server.port}?starttls=1"
            for password in ("s3cret%2Fword", "guess")
        )
        deliver(an_email(), body=BODY, server=read_smtp_url(right), sender=US, at=AT)
        with pytest.raises(SMTPException):
            deliver(an_email(), body=BODY, server=read_smtp_url(wrong), sender=US, at=AT)

    assert len(server.messages) == 1


@pytest.mark.parametrize("at_once", [True, False])
def test_a_connection_is_encrypted_and_only_to_a_server_we_trust(
    at_once: bool, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = certificate
    with a_mail_server(tls=context, tls_at_once=at_once) as server:
        url = f"smtps://localhost:{server.port}" if at_once else f"smtp://localhost:{server.port}?starttls=1"
        with pytest.raises(ssl.SSLCertVerificationError):
            deliver(an_email(), body=BODY, server=read_smtp_url(url), sender=US, at=AT)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        deliver(an_email(), body=BODY, server=read_smtp_url(url), sender=US, at=AT)

    assert len(server.messages) == 1


def test_a_server_that_refuses_or_is_not_there_is_an_error() -> None:
    with a_mail_server() as server:
        server.refuse["sian@harbour.example"] = "550 no"
        with pytest.raises(SMTPRecipientsRefused):
            deliver(an_email(), body=BODY, server=read_smtp_url(server.url), sender=US, at=AT)

    with pytest.raises(OSError, match="refused"):
        deliver(an_email(), body=BODY, server=read_smtp_url(server.url), sender=US, at=AT)


def test_mail_that_is_only_kept_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    connect = socket.socket.connect

    def note(self: socket.socket, address: object) -> None:
        opened.append(address)
        connect(self, address)  # type: ignore[arg-type]

    with a_mail_server() as server:
        monkeypatch.setattr(socket.socket, "connect", note)
        deliver(an_email(), body=BODY, server=read_smtp_url("keep:"), sender=US, at=AT)
        nowhere, none = list(opened), list(server.messages)
        # The same email to a server that is there: what was watched for does happen.
        deliver(an_email(), body=BODY, server=read_smtp_url(server.url), sender=US, at=AT)

    assert (nowhere, none) == ([], [])
    assert len(server.messages) == 1
    assert opened != []


def in_to(raw: bytes) -> str:
    """The To header, read by the older reader: the newer one puts gaps into long names (RFC 2047, 6.2 forbids it)."""
    words = decode_header(message_from_bytes(raw)["To"])
    return "".join(
        word if isinstance(word, str) else word.decode(charset or "ascii") for word, charset in words
    )


def an_email(**given: str) -> Email:
    values = {
        "to_address": "sian@harbour.example",
        "to_name": "Siân",
        "subject": "A grant",
        "reply_to": "",
    } | given
    return Email(id=UUID(int=7), promise="p", notice="offer", body=BODY, created_at=AT, **values)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that nobody trusts until told to."""
    openssl = shutil.which("openssl")
    assert openssl, "these tests make a certificate with openssl"
    folder = tmp_path_factory.mktemp("tls")
    key, file = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(file)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return file, context

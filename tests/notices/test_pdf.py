"""PDFs are tagged, the same each time, and made of nothing but what we put in."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Name, Pdf, Stream

from grantflow.notices import press as maker
from grantflow.notices.pdf import render_pdf
from grantflow.notices.press import OwnFilesOnly
from tests.notices.reading import elements_of, faults_of, text_of

NOON = datetime(2027, 3, 12, 12, 0, tzinfo=UTC)
PAGE = "<!doctype html><html lang='en'><body><h1>A grant</h1><p>Bore da, Siân a Tŷ Ŵy.</p>{}</body></html>"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server that remembers what it was asked for."""
    asked: list[str] = []

    class Remember(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Remember)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_becomes_a_tagged_pdf_with_a_title_and_a_language() -> None:
    pdf = render_pdf(PAGE.format(""), title="Your grant", language="cy", made_at=NOON)

    assert faults_of(pdf) == []
    with Pdf.open(BytesIO(pdf)) as document:
        assert str(document.docinfo.Title) == "Your grant"
        assert str(document.Root.Lang) == "cy"
        assert str(document.docinfo.CreationDate) == "D:20270312120000Z"
    assert "Bore da, Siân a Tŷ Ŵy." in text_of(pdf)


def test_the_same_page_makes_the_same_bytes() -> None:
    page = PAGE.format("<table><thead><tr><th>A</th></tr></thead><tbody><tr><th>1</th></tr></tbody></table>")

    assert render_pdf(page, title="Same", made_at=NOON) == render_pdf(page, title="Same", made_at=NOON)


def test_threads_that_print_at_once_take_turns(capfd: pytest.CaptureFixture[str]) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(
            threads.map(lambda _: render_pdf(PAGE.format("<p>At once.</p>"), title="Same"), range(12))
        )

    assert len(set(made)) == 1
    assert "GLib" not in capfd.readouterr().err


def test_table_headings_say_whether_they_head_a_row_or_a_column() -> None:
    table = (
        "<table><thead><tr><th>Payment</th><th>Amount</th></tr></thead>"
        "<tbody><tr><th scope='row'>1</th><td>£10</td></tr></tbody></table>"
    )
    pdf = render_pdf(PAGE.format(table), title="Scopes")

    with Pdf.open(BytesIO(pdf)) as document:
        scopes = [element.A.Scope for element in elements_of(document) if element.S == Name.TH]
    assert scopes == [Name.Column, Name.Column, Name.Row]


def test_nothing_is_fetched_from_elsewhere(listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    page = PAGE.format(
        f"<img src='{address}/spy.png' alt='x'><link rel=stylesheet href='{address}/spy.css'>"
        f"<style>@import '{address}/import.css'; p {{ background: url({address}/back.png) }}</style>"
        f"<object data='{address}/o'></object><a rel=attachment href='{address}/a'>a</a>"
        f"<link rel=attachment href='{address}/attached'>"
    )

    pdf = render_pdf(page, title="Spies")

    assert asked == []
    assert "A grant" in text_of(pdf)


def test_no_file_of_this_machine_gets_into_a_pdf(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the password is mango")
    page = PAGE.format(
        f"<link rel=attachment href='{secret.as_uri()}'><object data='{secret.as_uri()}'></object>"
        f"<img alt='x' src='{secret.as_uri()}'><embed src='file:///etc/passwd'>"
    )

    pdf = render_pdf(page, title="Files")

    with Pdf.open(BytesIO(pdf)) as document:
        streams = [each.read_bytes() for each in document.objects if isinstance(each, Stream)]
        assert len(document.attachments) == 0
    assert not any(b"mango" in stream or b"root:" in stream for stream in streams)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "file://server/share/secret",
        f"{maker.STATIC.as_uri()}/../settings.py",
        f"{maker.STATIC.as_uri()}/%2e%2e/settings.py",
        f"{maker.STATIC.as_uri()}-elsewhere/print.css",
        maker.STATIC.as_uri(),
        "http://grants.example/logo.png",
        "https://grants.example/logo.png",
        "ftp://grants.example/logo.png",
        "FILE:///etc/passwd",
        "gopher://grants.example/",
        "",
    ],
)
def test_addresses_that_are_not_ours_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not ours to fetch"):
        OwnFilesOnly().fetch(address)


def test_our_own_static_files_and_data_addresses_are_read() -> None:
    style = OwnFilesOnly().fetch(maker.STYLE_SHEET.as_uri())
    dot = OwnFilesOnly().fetch("data:text/plain;base64,aGVsbG8=")

    assert style.read() == maker.STYLE_SHEET.read_bytes()
    assert dot.read() == b"hello"


def test_a_link_out_of_the_static_folder_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    static, secret = tmp_path / "static", tmp_path / "secret.txt"
    static.mkdir()
    secret.write_text("mango")
    os.symlink(secret, static / "logo.png")
    monkeypatch.setattr(maker, "STATIC", static.resolve())

    with pytest.raises(ValueError, match="not ours to fetch"):
        OwnFilesOnly().fetch((static / "logo.png").as_uri())

"""A file is what is in it, whatever it is called."""

import zipfile
from io import BytesIO

import pytest

from grantflow.documents import rules

PDF = b"%PDF-1.7\n%%EOF\n"
ODT = b"application/vnd.oasis.opendocument.text"


def package(**members: bytes) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return body.getvalue()


def docx(**more: bytes) -> bytes:
    return package(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"} | more)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PDF, rules.PDF),
        (b"\n\n" + PDF, rules.PDF),
        (b"\x89PNG\r\n\x1a\nrest", rules.PNG),
        (b"\xff\xd8\xff\xe0rest", rules.JPEG),
        (docx(), rules.DOCX),
        (package(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}), rules.XLSX),
        (package(**{"mimetype": ODT, "content.xml": b"<o/>"}), rules.ODT),
    ],
)
def test_what_we_take_is_known_by_what_is_in_it(body: bytes, kind: str) -> None:
    assert rules.type_of(body) == kind
    assert rules.file_is_welcome("anything.exe", body) is None


@pytest.mark.parametrize(
    "body",
    [
        b"MZ\x90\x00program",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file",
        package(**{"readme.txt": b"hello"}),
        package(**{"word/document.xml": b"no list of types"}),
        package(**{"mimetype": b"application/epub+zip", "content.xml": b"<o/>"}),
        package(**{"content.xml": b"<o/>"}),
        b"PK\x03\x04 and then nothing that a zip should have",
    ],
)
def test_everything_else_is_refused_whatever_its_name(body: bytes) -> None:
    reason = rules.file_is_welcome("accounts.pdf", body)

    assert reason is not None
    assert reason.key == "file-type-unknown"


def test_a_package_that_grows_when_it_is_unpacked_is_never_unpacked() -> None:
    bomb = docx(**{"word/media": b"0" * 50_000_000})

    assert len(bomb) < 100_000
    assert rules.type_of(bomb) == rules.DOCX


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("damage", [b"\xff\xff\xff\xff\xff\xff\xff\xff", b"\x00" * 8])
def test_a_package_whose_bytes_make_no_sense_is_none(packed: int, damage: bytes) -> None:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", packed) as made:
        made.writestr("mimetype", ODT * 50)
        made.writestr("content.xml", b"<o/>")
    broken = bytearray(body.getvalue())
    begins = 30 + len("mimetype")
    broken[begins : begins + 8] = damage

    assert rules.type_of(bytes(broken)) is None


def test_files_are_few_and_small_together() -> None:
    assert rules.files_fit(rules.MOST_FILES, rules.MOST_BYTES_OF_CASE) is None
    many = rules.files_fit(rules.MOST_FILES + 1, 0)
    large = rules.files_fit(1, rules.MOST_BYTES_OF_CASE + 1)

    assert (many and many.key, large and large.key) == ("files-too-many", "files-too-large-together")


def test_nothing_and_too_much_are_refused() -> None:
    empty = rules.file_is_welcome("a.pdf", b"")
    large = rules.file_is_welcome("a.pdf", PDF + b"0" * rules.MOST_BYTES)

    assert (empty and empty.key, large and large.key) == ("file-empty", "file-too-large")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Accounts 2026.pdf", "Accounts 2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Sam\\accounts.PDF", "accounts.pdf"),
        ("report.pdf.exe", "report.pdf.pdf"),
        ("a\r\nX-Header: 1.pdf", "aX-Header 1.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("Cyfrifon Tŷ Coed.pdf", "Cyfrifon Tŷ Coed.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
    ],
)
def test_a_name_is_made_safe_and_ends_as_its_type_does(given: str, safe: str) -> None:
    assert rules.safe_name(given, rules.PDF) == safe

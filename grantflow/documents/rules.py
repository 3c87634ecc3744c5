"""What a file must be: one of a few types, judged by what is in it and not by its name, and not too large."""

import re
import zipfile
import zlib
from io import BytesIO
from lzma import LZMAError

from grantflow.errors import Reason

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 5  # with one answer
MOST_BYTES_OF_CASE = 5 * MOST_BYTES
LONGEST_NAME = 120  # characters

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"

_ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", DOCX: ".docx", XLSX: ".xlsx", ODT: ".odt"}
_MEMBERS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
_MOST_MEMBERS = 5_000
# What the ways to pack a member raise when its bytes make no sense.
_BROKEN = (zlib.error, EOFError, LZMAError)


def file_is_welcome(name: str, body: bytes) -> Reason | None:
    if not body:
        return Reason("file-empty", {"name": name})
    if len(body) > MOST_BYTES:
        return Reason("file-too-large", {"name": name, "most": MOST_BYTES // 1024 // 1024})
    if type_of(body) is None:
        return Reason("file-type-unknown", {"name": name})
    return None


def files_fit(files: int, together: int) -> Reason | None:
    """How many there would be with one answer, and how many bytes with one case."""
    if files > MOST_FILES:
        return Reason("files-too-many", {"most": MOST_FILES})
    if together > MOST_BYTES_OF_CASE:
        return Reason("files-too-large-together", {"most": MOST_BYTES_OF_CASE // 1024 // 1024})
    return None


def type_of(body: bytes) -> str | None:
    """What a file is, by what is in it; None if it is nothing we take."""
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if body.startswith(b"\xff\xd8\xff"):
        return JPEG
    if body.startswith(b"PK\x03\x04"):
        return _type_of_package(body)
    return None


def safe_name(name: str, content_type: str) -> str:
    """A file's name without folders, odd characters or an ending that lies about its type."""
    last = re.split(r"[/\\]", name)[-1]
    stem = re.sub(r"[^\w .()+-]", "", last.rpartition(".")[0] or last).strip(" .")
    return f"{stem[:LONGEST_NAME] or 'file'}{_ENDINGS[content_type]}"


def _type_of_package(body: bytes) -> str | None:
    """Reads the list of members and unpacks none but a few bytes, so that a bomb cannot go off."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            names = set(package.namelist())
            if len(names) > _MOST_MEMBERS:
                return None
            if "content.xml" in names and _says_odt(package):
                return ODT
    except (zipfile.BadZipFile, KeyError, NotImplementedError, OSError, ValueError, RuntimeError, *_BROKEN):
        return None
    found = [kind for kind, member in _MEMBERS.items() if member in names and "[Content_Types].xml" in names]
    return found[0] if len(found) == 1 else None


def _says_odt(package: zipfile.ZipFile) -> bool:
    with package.open("mimetype") as member:
        return member.read(len(ODT) + 1) == ODT.encode()

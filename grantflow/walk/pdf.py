"""What a machine finds in a PDF that we made: whether it is tagged, and its words."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pikepdf import Dictionary, Name, Object, Page, Pdf, parse_content_stream

# A font's table from glyphs to characters: lines of <glyph> <characters>, or <first> <last> <character>.
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_DIGITS = re.compile(rb"<([0-9A-Fa-f]+)>")


def words_of(pdf: bytes) -> str:
    """All the text without its spaces and hyphens, for lines that were broken anywhere."""
    with Pdf.open(BytesIO(pdf)) as document:
        return squeezed("".join(text for page in document.pages for text in _text_of(page)))


def squeezed(text: str) -> str:
    return "".join(text.replace("-", "").replace("\u00ad", "").replace("\u2011", "").split())


def faults_of(pdf: bytes) -> list[str]:
    """What keeps it from being PDF/UA, as far as can be told at a glance."""
    with Pdf.open(BytesIO(pdf)) as document:
        root = document.Root
        metadata = bytes(root.Metadata.read_bytes()).decode() if "/Metadata" in root else ""
        wrong = {
            "it is not tagged": not root.get("/MarkInfo", Dictionary()).get("/Marked", False)
            or "/StructTreeRoot" not in root,
            "it does not say its language": not str(root.get("/Lang", "")),
            "it does not say that it is PDF/UA": not re.search(
                r'pdfuaid:part(="|>)1', metadata.replace("ns0:", "pdfuaid:")
            ),
            "it has no title": not str(document.docinfo.get("/Title", "")),
        }
    return [fault for fault, is_so in wrong.items() if is_so]


def _text_of(page: Page) -> Iterator[str]:
    """The text in the order in which it is drawn."""
    fonts = {name: _characters(font) for name, font in page.obj.Resources.get("/Font", Dictionary()).items()}
    current: dict[int, str] = {}
    for drawn in parse_content_stream(page, "Tf Tj TJ"):
        operands: Any = drawn.operands
        match str(drawn.operator):
            case "Tf":
                current = fonts.get(str(operands[0]), {})
            case "Tj":
                yield _read(operands[0], current)
            case "TJ":
                yield from (_read(each, current) for each in operands[0] if _is_text(each))


def _characters(font: Object) -> dict[int, str]:
    """What each glyph of a font stands for."""
    found: dict[int, str] = {}
    if Name.ToUnicode not in font:
        return found
    for kind, lines in _SECTION.findall(font.ToUnicode.read_bytes()):
        digits = _DIGITS.findall(lines)
        if kind == b"bfchar":
            found |= {
                int(glyph, 16): _said(said) for glyph, said in zip(digits[::2], digits[1::2], strict=True)
            }
            continue
        for first, last, said in zip(digits[::3], digits[1::3], digits[2::3], strict=True):
            start, glyphs = int(said, 16), range(int(first, 16), int(last, 16) + 1)
            found |= {glyph: chr(start + step) for step, glyph in enumerate(glyphs)}
    return found


def _said(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _is_text(operand: object) -> bool:
    return not isinstance(operand, int | float) and hasattr(operand, "__bytes__")


def _read(operand: Object, characters: dict[int, str]) -> str:
    """Two bytes a glyph, as every font that we embed has it."""
    drawn = bytes(operand)
    return "".join(characters.get(int.from_bytes(drawn[at : at + 2]), "") for at in range(0, len(drawn), 2))

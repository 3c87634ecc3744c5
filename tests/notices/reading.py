"""What a machine finds in a PDF: its text, its tags, its properties."""

from collections.abc import Iterator
from io import BytesIO

from pikepdf import Array, Dictionary, Object, Pdf
from pypdfium2 import PdfDocument


def text_of(pdf: bytes) -> str:
    """All the text, with one space wherever there was any."""
    return " ".join(" ".join(pages_of(pdf)).split())


def pages_of(pdf: bytes) -> list[str]:
    document = PdfDocument(pdf)
    try:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Text without spaces and hyphens, for words that had to be broken at the end of a line."""
    return "".join(text.replace("-", "").replace("\ufffe", "").split())


def elements_of(document: Pdf) -> Iterator[Object]:
    yield from _below(document.Root.StructTreeRoot)


def faults_of(pdf: bytes) -> list[str]:
    """What keeps a PDF from being usable with a screen reader, as far as can be told without one."""
    with Pdf.open(BytesIO(pdf)) as document:
        root, elements = document.Root, list(elements_of(document))
        kinds = {str(element.S) for element in elements}
        metadata = bytes(root.Metadata.read_bytes()).decode() if "/Metadata" in root else ""
        wrong = {
            "it is not marked as tagged": not root.get("/MarkInfo", Dictionary()).get("/Marked", False),
            "it does not say its language": not str(root.get("/Lang", "")),
            "it does not say that it is PDF/UA": 'pdfuaid:part="1"' not in metadata.replace("ns0", "pdfuaid"),
            "it has no title": not document.docinfo.get("/Title", ""),
            "its title is not shown": not root.get("/ViewerPreferences", Dictionary()).get(
                "/DisplayDocTitle", False
            ),
            "it has no first heading": "/H1" not in kinds,
            "a table heading has no scope": any(
                "/Scope" not in element.A for element in elements if str(element.S) == "/TH"
            ),
            "a picture has no description": any(
                not str(element.get("/Alt", "")) for element in elements if str(element.S) == "/Figure"
            ),
        }
    return [fault for fault, is_so in wrong.items() if is_so]


def _below(element: Object) -> Iterator[Object]:
    kids = element.get("/K", None)
    listed = list(kids.as_list()) if isinstance(kids, Array) else [kids]
    for kid in listed:
        if isinstance(kid, Dictionary):
            if "/S" in kid:
                yield kid
            yield from _below(kid)

"""The questions on paper as a Word document, to write in. The only importer of python-docx.

The same paper gives the same bytes, so that a browser which has it need not fetch it again.
"""

from functools import lru_cache
from io import BytesIO
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table

from grantflow.core.display import minutes
from grantflow.engine.asked import Asked, AskedSection
from grantflow.notices.question_paper import AT_HAND, QuestionPaper, lines, rows
from grantflow.rendering import web_address

FONT = "Arial"
QUIET = RGBColor(0x4A, 0x53, 0x58)
ANSWER = "Answer"
SMALL_PRINT = "Small print"
# On screen a box grows as somebody types, so it begins small.
MOST_LINES = 6
BOX = "\N{BALLOT BOX}"
# The first day that a zip file can name. When a file was put in is nobody's business.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@lru_cache(AT_HAND)
def paper_document(paper: QuestionPaper) -> bytes:
    document = Document()
    _set_up(document, paper)
    document.add_heading(paper.round_title, level=1)
    document.add_paragraph(
        f"Every question we ask when you apply for {paper.size}. Write your answers here if that helps. "
        "Then copy them into the form online, where you can stop and come back."
    )
    _add_facts(document, paper)
    for section in paper.sections:
        _add_section(document, section)
    document.add_paragraph(
        f"If anything is not clear, ring {paper.contact.name}, {paper.contact.role}, on {paper.contact.phone}, "
        f"or write to {paper.contact.email}. We are glad to help before you start."
    )
    return _without_times(document)


def _add_facts(document: Word, paper: QuestionPaper) -> None:
    for name, fact in (
        ("Your time", f"About {minutes(paper.minutes)}"),
        ("To write", f"At most {paper.words:,} words"),
        ("To send", "; ".join(paper.send) if paper.send else "No documents"),
        ("Closes", paper.closes),
        ("Talk to", f"{paper.contact.name}, {paper.contact.phone}"),
        ("Apply at", web_address(paper.link)),
    ):
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{name}: ").bold = True
        line.add_run(fact)


def _add_section(document: Word, section: AskedSection) -> None:
    document.add_heading(section.title, level=2)
    if section.intro:
        document.add_paragraph(section.intro).paragraph_format.keep_with_next = True
    if section.when:
        document.add_paragraph(f"{section.when}.", style=SMALL_PRINT)
    for question in section.questions:
        _add_question(document, question)


def _add_question(document: Word, question: Asked) -> None:
    document.add_heading(question.label, level=3)
    if question.hint:
        document.add_paragraph(question.hint).paragraph_format.keep_with_next = True
    document.add_paragraph(question.small_print, style=SMALL_PRINT)
    for choice in question.choices:
        document.add_paragraph(f"{BOX} {choice}").paragraph_format.space_after = Pt(2)
    if question.columns:
        _add_table(document, question)
    for _ in range(min(lines(question), MOST_LINES)):
        document.add_paragraph(style=ANSWER)


def _add_table(document: Word, question: Asked) -> None:
    table = document.add_table(rows=1 + rows(question), cols=len(question.columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, question.columns, strict=True):
        cell.paragraphs[0].add_run(column).bold = True
    _head_every_page(table)


def _head_every_page(table: Table) -> None:
    """Say that the first row is a heading: a screen reader reads it out, and every page repeats it."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_up(document: Word, paper: QuestionPaper) -> None:
    """A4, one plain typeface, British English, and the words that the file says of itself."""
    about = document.core_properties
    about.title, about.author, about.language = paper.title, paper.letterhead.funder, "en-GB"
    about.comments = about.last_modified_by = ""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2)
    accent = RGBColor.from_string(paper.letterhead.accent.removeprefix("#").upper())
    _set_style(document, "Normal", size=12, after=6)
    for name, size, before in (("Heading 1", 22, 0), ("Heading 2", 16, 18), ("Heading 3", 12, 14)):
        _set_style(document, name, size=size, before=before, after=4, colour=accent)
    document.styles["Normal"].element.get_or_add_rPr().append(_named("w:lang", "en-GB"))
    quiet = _new_style(document, SMALL_PRINT)
    quiet.font.color.rgb, quiet.paragraph_format.keep_with_next = QUIET, True
    _put_in_a_box(_new_style(document, ANSWER))


def _set_style(
    document: Word, name: str, *, size: int, before: int = 0, after: int, colour: RGBColor | None = None
) -> None:
    style = cast(ParagraphStyle, document.styles[name])
    style.font.name, style.font.size = FONT, Pt(size)
    # A heading names its typeface by theme too, which would win.
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for each in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{each}"), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if colour is not None:
        style.font.color.rgb = colour


def _new_style(document: Word, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    return cast(ParagraphStyle, style)


def _put_in_a_box(style: ParagraphStyle) -> None:
    """A line all round. Paragraphs that follow one another share the box, which grows with what is typed."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = _named(f"w:{side}", "single")
        for name, value in (("sz", "6"), ("space", "4"), ("color", "8B9599")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    style.paragraph_format.space_after = Pt(0)
    # The order of a paragraph's properties is laid down: what keeps it with the next comes before, spacing after.
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )


def _named(tag: str, value: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def _without_times(document: Word) -> bytes:
    """The file, with no word in it of when it was made."""
    made, out = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, NO_TIME), source.read(name), ZIP_DEFLATED)
    return out.getvalue()

"""The strict Jinja environment of letters, summaries and emails: a name that is missing stops the making."""

import base64
import mimetypes
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grantflow.content import content_root
from grantflow.core import display


def render_html(template: str, **names: Any) -> str:
    """A page for the PDF maker. Everything that is not the template's own is escaped."""
    return environment().get_template(template).render(**names)


def render_text(template: str, **names: Any) -> str:
    """The text of an email: no line ends in a space, no two blank lines follow each other."""
    text = environment().get_template(template).render(**names)
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def render_line(template: str, **names: Any) -> str:
    """One line, such as a subject. A line break in someone's answer cannot begin another header."""
    return " ".join(environment().get_template(template).render(**names).split())


def render_block(template: str, block: str, **names: Any) -> str:
    """One block of a page as plain text on one line, such as its title for the PDF's own properties."""
    page = environment().get_template(template)
    rendered = "".join(page.blocks[block](page.new_context(names)))
    return Markup(" ".join(rendered.split())).unescape()


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(content_root() / "templates"),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        money=display.money,
        day=display.day,
        clock=display.clock,
        weekday=display.weekday,
        month=display.month,
        listed=display.listed,
        minutes=display.minutes,
        paragraphs=paragraphs,
        embedded=embedded,
        web_address=web_address,
    )
    made.globals.update(chance=display.chance, counted=display.counted)
    return made


def paragraphs(text: str) -> list[str]:
    """The paragraphs of what someone typed, split where they left a line empty."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def web_address(link: str) -> str:
    """A link as people read and type it: without the https:// in front."""
    return link.removeprefix("https://").removeprefix("http://")


@cache
def embedded(picture: Path) -> str:
    """A picture as a `data:` address, so that a letter needs nothing from outside itself."""
    kind = mimetypes.guess_type(picture.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(picture.read_bytes()).decode()}"


# Control characters cannot be printed, and the marks that turn the direction of text round can make
# an amount or a name read backwards. Letters that run right to left need none of them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


def _printable(value: object) -> object:
    if isinstance(value, str):
        cleaned = _UNPRINTABLE.sub("", value)
        return Markup(cleaned) if isinstance(value, Markup) else cleaned
    return value

"""Holds our own words to a reading age: of forms, workflows, pages, letters and emails, file by file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grantflow.core.reading_age import count_words, reading_age
from grantflow.engine.library import Library
from grantflow.errors import Problem

OLDEST = 11  # years
LEAST_WORDS = 60  # of fewer, the measure says little

_BLOCK = re.compile(
    r"</?(?:h\d|p|li|dt|dd|td|th|label|legend|summary|caption|option|button|title|div|section)\b[^>]*>"
)
_SILENT = re.compile(r"\{#.*?#\}|\{%.*?%\}|<(svg|style|script)\b.*?</\1>", re.S)
_SAID_LATER = re.compile(r"\{\{.*?\}\}", re.S)
_TAG = re.compile(r"<[^>]+>")


def hard_to_read(library: Library, templates: Path) -> Iterator[Problem]:
    """Files whose words ask for an older reader than we write for."""
    for file, words in [*_texts_of_content(library), *_texts_of_templates(templates)]:
        age = reading_age(words)
        if age > OLDEST and count_words(words) >= LEAST_WORDS:
            yield Problem(
                file, "", f"its words are for somebody of {age:.0f}, and we write for {OLDEST}",
                "Use shorter words, and one thought to a sentence",
            )  # fmt: skip


def _texts_of_content(library: Library) -> Iterator[tuple[str, str]]:
    for kind, parts in (("forms", library.forms), ("workflows", library.workflows)):
        for (key, version), part in sorted(parts.items()):
            yield f"{kind}/{key}/{version}.toml", "\n\n".join(_english(part.model_dump()))


def _english(value: Any) -> Iterator[str]:
    """Every text in a definition: a table that holds words in more than one language."""
    if isinstance(value, dict):
        if "en" in value:
            yield str(value["en"])
        else:
            for each in value.values():
                yield from _english(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _english(each)


def _texts_of_templates(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        where = path.relative_to(folder).as_posix()
        if path.suffix in {".html", ".txt"}:
            yield f"templates/{where}", words_of_template(path.read_text(encoding="utf-8"))


def words_of_template(source: str) -> str:
    """What a template says by itself, each heading, paragraph and item apart. What it is given counts as one word."""
    blocks = _BLOCK.sub("\n\n", _SAID_LATER.sub("it", _SILENT.sub(" ", source)))
    return _TAG.sub(" ", blocks)

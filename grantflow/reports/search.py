"""Find cases by words: their names, and what was answered. The one module that knows how each database searches.

Whatever somebody types is taken apart into words here, so that nothing of it can be an error of syntax.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, Uuid, column, exists, false, func, select, table
from sqlalchemy.dialects.postgresql import TSVECTOR

from grantflow.casework.models import Case, SearchText
from grantflow.db import db

# Words that more cases have than this are common. Rare ones lead to their cases. Of a list with common ones each
# case is asked in turn, in the order of the list: enough of them fit.
COMMON = 10_000
MOST_WORDS, LONGEST_WORD = 12, 40
AROUND = 80  # characters shown on each side of a word that was found

# Which parts of a case are searched in the list of its kind. Whoever may list the kind may read them.
PARTS: Mapping[str, tuple[str, ...]] = {
    "monitoring": ("main", "report", "review"),
    "learning": ("published",),
}
# In these the first line is what the case is called.
NAMED = ("main", "published")

ACCENT = re.compile("[\u0300-\u036f]")
WORD = re.compile(r"[^\W_]+")
TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_INDEX = table("search_words", column("case_id", Uuid()), column("part", Text()), column("words", TSVECTOR))


@dataclass(frozen=True)
class Term:
    """Words that stand one after the other. The last may be the beginning of a longer one, unless it was quoted."""

    words: tuple[str, ...]
    begins: bool


# A word that every text of one kind begins with (see the migrations): by it the index parts that kind from all others.
MARKS: Mapping[str, Term] = {"learning": Term(("inlibrary",), begins=False)}


def terms(typed: str) -> tuple[Term, ...]:
    """What somebody looks for: each word is a beginning, and what stands in quotes is a phrase."""
    found: list[Term] = []
    for match in TERM.finditer(_plain(typed)):
        quoted, bare = match.groups()
        words = tuple(word[:LONGEST_WORD] for word in WORD.findall(quoted if bare is None else bare))
        if words:
            # One letter alone begins half of all words, and leads nowhere.
            found.append(Term(words, begins=bare is not None and len(words[-1]) > 1))
    return tuple(found[:MOST_WORDS])


@dataclass(frozen=True)
class Search:
    """Words to find among cases of a kind: all of them, somewhere in one part of a case.

    `common` is how many cases of a list may have words that are still rare there; zero for as many as usual.
    """

    terms: tuple[Term, ...]
    kind: str
    common: int = 0

    @cached_property
    def is_common(self) -> bool:
        """Over whoever may see them; and over all kinds, but for one that has a mark of its own."""
        if not self.terms or db.engine.dialect.name == "postgresql":
            # PostgreSQL keeps count of words by itself, and chooses by that.
            return False
        most = self.common or COMMON
        some = _numbers_in_sqlite(self._asked).limit(most + 1).subquery()
        return (db.session.scalar(select(func.count()).select_from(some)) or 0) > most

    def mentioned(self, *, lead: bool) -> ColumnElement[bool]:
        """As a condition on `Case`: one that leads to the cases, or one to ask of each."""
        if not self.terms:
            return false()
        hits = _hits(self._asked, PARTS.get(self.kind, ("main",)))
        if lead:
            return Case.id.in_(hits)
        (case_id,) = hits.selected_columns
        return exists(hits.where(case_id == Case.id).correlate(Case))

    @property
    def _asked(self) -> tuple[Term, ...]:
        return (MARKS[self.kind], *self.terms) if self.kind in MARKS else self.terms


def excerpts(case_ids: Sequence[UUID], search: Search) -> dict[UUID, str]:
    """The words around the first place where the answers of each of these cases have one of the words, by case."""
    parts = PARTS.get(search.kind, ("main",))
    rows = db.session.execute(
        select(SearchText.case_id, SearchText.part, SearchText.text)
        .where(SearchText.case_id.in_(case_ids), SearchText.part.in_(parts))
        .order_by(SearchText.part.desc())
    )
    # The first line of a main text is what the case is called, which stands in the list already.
    said = [(row.case_id, row.text.partition("\n")[2] if row.part in NAMED else row.text) for row in rows]
    return {case_id: excerpt for case_id, text in said if (excerpt := _around(text, search.terms))}


def _hits(terms: Sequence[Term], parts: Sequence[str]) -> Select[UUID]:
    """The cases of the texts whose words fit, by the index that each database has of them."""
    if db.engine.dialect.name == "sqlite":
        return select(SearchText.case_id).where(
            SearchText.part.in_(parts), SearchText.number.in_(_numbers_in_sqlite(terms))
        )
    asked = " & ".join(
        "(" + " <-> ".join([*term.words[:-1], term.words[-1] + (":*" if term.begins else "")]) + ")"
        for term in terms
    )
    fits = _INDEX.c.words.op("@@")(func.to_tsquery("simple", asked))
    return select(_INDEX.c.case_id).where(_INDEX.c.part.in_(parts), fits)


def _numbers_in_sqlite(terms: Sequence[Term]) -> Select[int]:
    asked = " AND ".join(f'"{" ".join(term.words)}"{"*" if term.begins else ""}' for term in terms)
    return select(column("rowid")).select_from(_INDEX).where(column("search_words").op("MATCH")(asked))


def _around(said: str, wanted: Sequence[Term]) -> str:
    """From a little before to a little after, whole words only; nothing where only the names have it."""
    pattern = "|".join(
        r"\W+".join(map(re.escape, term.words)) + ("" if term.begins else r"\b") for term in wanted
    )
    said = unicodedata.normalize("NFC", said)
    plain = _plain(said, "NFD")
    found = re.search(rf"\b(?:{pattern})", plain)
    if not found:
        return ""
    # The same place in both; where a rare letter has become two, the plain words have to do.
    said = said if len(said) == len(plain) else plain
    # No further than the line, which is one answer.
    first, last = said.rfind("\n", 0, found.start()) + 1, said.find("\n", found.end())
    last = last if last >= 0 else len(said)
    start, end = max(found.start() - AROUND, first), min(found.end() + AROUND, last)
    before = said[start : found.start()]
    after = said[found.start() : end]
    if start > first:
        before = "…" + before.partition(" ")[2]
    if end < last:
        after = after.rpartition(" ")[0] + "…"
    return " ".join((before + after).split())


def _plain(said: str, form: Literal["NFD", "NFKD"] = "NFKD") -> str:
    """Without capitals and accents."""
    said = said.lower()
    return said if said.isascii() else ACCENT.sub("", unicodedata.normalize(form, said))

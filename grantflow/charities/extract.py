"""Reads the public extract of the register, row by row: JSON or tabs, in a folder or in zips, however large.

One file has the charities; one has their annual returns, a row a year; one has a row for each trustee and is only
counted; one has the finances of the larger ones, a row a year. All but the first may be left out. Rows come in any
order, so the smaller facts are first laid out in a scratch file on disk: memory holds one batch of charities and no
more. See
https://register-of-charities.charitycommission.gov.uk/register/full-register-download
"""

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Any

from grantflow.charities.rules import (
    Facts,
    Row,
    accounts_of,
    charity_number,
    extract_date,
    facts_of,
    is_linked,
    reserves_of,
)
from grantflow.errors import Reason, Refused

CHARITIES = "publicextract.charity"
RETURNS = "publicextract.charity_annual_return_history"
TRUSTEES = "publicextract.charity_trustee"
FINANCES = "publicextract.charity_annual_return_partb"
ENDINGS = (".json", ".txt", ".tsv")
BATCH = 1_000
CHUNK = 1 << 20  # characters
BETWEEN_ROWS = " \r\n\t,["
LONGEST_ROW = 4 << 20  # characters; the longest there is has a few thousand


@dataclass(frozen=True)
class RefusedRow:
    """A row we do not take: in which file, where in it, and why."""

    file: str
    at: str
    reason: Reason


@dataclass
class Extract:
    """An extract that is being read. `refused` grows, and `made_on` is known, as rows go by."""

    sources: dict[str, "Source"]
    scratch: sqlite3.Connection
    refused: list[RefusedRow] = field(default_factory=list)
    made_on: date | None = None

    def batches(self, size: int = BATCH) -> Iterator[list[Facts]]:
        """Every main charity once, so many at a time.

        :raises Refused: if the file of charities breaks off in the middle
        """
        charities = self._charities()
        while batch := list(islice(charities, size)):
            yield batch

    def holds(self, number: str) -> bool:
        """Whether a charity with this number has gone by."""
        return self.scratch.execute("SELECT 1 FROM seen WHERE number = ?", (number,)).fetchone() is not None

    def lay_out(self) -> None:
        """Put what the smaller files say where each charity can look it up."""
        if RETURNS in self.sources:
            self._each(RETURNS, self._note_accounts)
        if TRUSTEES in self.sources:
            self._each(TRUSTEES, self._note_trustee)
        if FINANCES in self.sources:
            self._each(FINANCES, self._note_reserves)

    def _charities(self) -> Iterator[Facts]:
        for place, row in self.sources[CHARITIES].rows():
            try:
                _require(row)
                if is_linked(row):
                    continue
                self.made_on = self.made_on or extract_date(row)
                facts = facts_of(row)
                self._see(facts["number"])
            except Refused as refusal:
                self._refuse(CHARITIES, place, refusal)
                continue
            yield facts | self._known(facts["number"], facts["year_ends_on"])

    def _see(self, number: str) -> None:
        """:raises Refused: if it has gone by already"""
        if self.scratch.execute("INSERT OR IGNORE INTO seen VALUES (?)", (number,)).rowcount == 0:
            raise Refused([Reason("register-number-twice", {"number": number})])

    def _known(self, number: str, year_ends_on: date | None) -> Facts:
        """Reserves of an earlier year than the one whose income is told say nothing about now, and are left out."""
        accounts = self._one("SELECT ended, received, qualified FROM accounts WHERE number = ?", number)
        ended, received, qualified = accounts or ("", "", None)
        trustees = self._one("SELECT times FROM trustees WHERE number = ?", number)
        none = 0 if TRUSTEES in self.sources else None
        finances = self._one("SELECT ended, reserves, spending FROM finances WHERE number = ?", number)
        of_year, reserves, spending = finances or ("", None, None)
        if year_ends_on is None or of_year != year_ends_on.isoformat():
            reserves = spending = None
        return {
            "accounts_received_on": date.fromisoformat(received) if received else None,
            "accounts_year_ends_on": date.fromisoformat(ended) if ended else None,
            "accounts_qualified": None if qualified is None else bool(qualified),
            "trustees": trustees[0] if trustees else none,
            "reserves_pence": reserves,
            "spending_pence": spending,
        }

    def _one(self, statement: str, number: str) -> Any:
        return self.scratch.execute(statement, (number,)).fetchone()

    def _each(self, name: str, note: Callable[[Row], None]) -> None:
        for place, row in self.sources[name].rows():
            try:
                _require(row)
                if not is_linked(row):
                    note(row)
            except Refused as refusal:
                self._refuse(name, place, refusal)

    def _note_accounts(self, row: Row) -> None:
        """Only the newest year counts: accounts of an earlier one say nothing about the latest."""
        self.scratch.execute(
            "INSERT INTO accounts VALUES (?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET ended = excluded.ended, "
            "received = excluded.received, qualified = excluded.qualified WHERE excluded.ended > ended",
            accounts_of(row),
        )

    def _note_reserves(self, row: Row) -> None:
        self.scratch.execute(
            "INSERT INTO finances VALUES (?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET ended = excluded.ended, "
            "reserves = excluded.reserves, spending = excluded.spending WHERE excluded.ended > ended",
            reserves_of(row),
        )

    def _note_trustee(self, row: Row) -> None:
        """Counted, and nothing else: a trustee's name is theirs."""
        self.scratch.execute(
            "INSERT INTO trustees VALUES (?, 1) ON CONFLICT (number) DO UPDATE SET times = times + 1",
            (charity_number(row),),
        )

    def _refuse(self, name: str, place: str, refusal: Refused) -> None:
        self.refused.append(RefusedRow(self.sources[name].name, place, refusal.reasons[0]))


@dataclass(frozen=True)
class Source:
    """One file of the extract, on its own or inside a zip."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        return Path(self.member).name or self.path.name

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Each row, with its place in words.

        :raises Refused: if this is not how the register writes such a file
        """
        with self._opened() as file:
            yield from _json_rows(file, self.name) if self.name.endswith(".json") else _tab_rows(file)

    @contextmanager
    def _opened(self) -> Iterator[IO[str]]:
        if not self.member:
            with self.path.open(encoding="utf-8-sig", newline="\n") as file:
                yield file
            return
        with zipfile.ZipFile(self.path) as package, package.open(self.member) as raw:
            yield TextIOWrapper(raw, encoding="utf-8-sig", newline="\n")


@contextmanager
def open_extract(paths: Sequence[Path]) -> Iterator[Extract]:
    """:param paths: folders, zips, or the files themselves

    :raises Refused: if there is no file of charities among them
    """
    sources = _find(paths)
    if CHARITIES not in sources:
        raise Refused([Reason("register-file-missing", {"file": f"{CHARITIES}.json"})])
    with tempfile.TemporaryDirectory(prefix="grantflow-register-") as folder:
        scratch = sqlite3.connect(Path(folder) / "scratch.db")
        scratch.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE seen (number TEXT PRIMARY KEY) WITHOUT ROWID;"
            "CREATE TABLE accounts (number TEXT PRIMARY KEY, ended TEXT, received TEXT, qualified INTEGER)"
            "WITHOUT ROWID;"
            "CREATE TABLE finances (number TEXT PRIMARY KEY, ended TEXT, reserves INTEGER, spending INTEGER)"
            "WITHOUT ROWID;"
            "CREATE TABLE trustees (number TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID;"
        )
        try:
            extract = Extract(sources, scratch)
            extract.lay_out()
            yield extract
        finally:
            scratch.close()


def _find(paths: Sequence[Path]) -> dict[str, Source]:
    """The files by their names, wherever they lie. The first of a name is taken."""
    found: dict[str, Source] = {}
    for path in _files(paths):
        members = [""]
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as package:
                members = package.namelist()
        for member in members:
            source = Source(path, member)
            stem, ending = Path(source.name).stem, Path(source.name).suffix
            if ending in ENDINGS and stem in (CHARITIES, RETURNS, TRUSTEES, FINANCES):
                found.setdefault(stem, source)
    return found


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.iterdir()) if path.is_dir() else [path]


def _require(row: Row) -> None:
    """:raises Refused: if it is no row at all"""
    if not row:
        raise Refused([Reason("register-row-unclear")])


def _json_rows(file: IO[str], name: str) -> Iterator[tuple[str, Row]]:
    """One array of objects, decoded one object at a time from whatever has been read so far."""
    decoder, waiting, number, ended = json.JSONDecoder(), "", 0, False
    while not ended:
        chunk = file.read(CHUNK)
        waiting, at = waiting + chunk, 0
        while True:
            while at < len(waiting) and waiting[at] in BETWEEN_ROWS:
                at += 1
            if at < len(waiting) and waiting[at] == "]":
                ended = True
                break
            try:
                row, at = decoder.raw_decode(waiting, at)
            except ValueError:
                break
            number += 1
            yield f"row {number:,}", row if isinstance(row, dict) else {}
        waiting = waiting[at:]
        if not ended and (not chunk or len(waiting) > LONGEST_ROW):
            raise Refused([Reason("register-file-breaks-off", {"file": name, "row": f"{number + 1:,}"})])


def _tab_rows(file: IO[str]) -> Iterator[tuple[str, Row]]:
    """A line of names, then a line for each row. The register puts no quotes round what has none of its own."""
    names = [each.strip().strip('"') for each in file.readline().rstrip("\r\n").split("\t")]
    for number, line in enumerate(file, start=2):
        cells = [each.strip().strip('"') for each in line.rstrip("\r\n").split("\t")]
        if cells != [""]:
            # A row with too few or too many cells has slipped: what stands under a name is not what it says.
            yield f"line {number:,}", dict(zip(names, cells, strict=True)) if len(cells) == len(names) else {}

"""The table of the walk: each step, who took it, how many, how long, and what was checked."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock

from grantflow.core.display import counted, listed
from grantflow.walk.browser import count_request

KINDS = {
    "page": ("page", "pages"),
    "email": ("email", "emails"),
    "pdf": ("PDF", "PDFs"),
    "paper": ("paper for one reader", "papers for one reader"),
    "entry": ("audit entry", "audit entries"),
    "amount": ("amount", "amounts"),
}
HEADINGS = ("Step", "Who", "How many", "Requests", "Seconds", "Checked")


class Wrong(Exception):
    """Something is not what it should be. The words say where, what was expected and what was found."""


@dataclass
class Row:
    """One step, as it is printed and as it goes to a machine."""

    step: str
    who: str
    how_many: int
    says: str = ""
    requests: int = 0
    seconds: float = 0.0
    checks: dict[str, int] = field(default_factory=dict)

    @property
    def checked(self) -> str:
        told = [counted(number, *KINDS[kind]) for kind, number in self.checks.items()]
        return ": ".join(filter(None, [listed(told), self.says]))


@dataclass
class Table:
    """Filled as the walk goes on. Several people may be checked at once."""

    rows: list[Row] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def step(self, words: str, who: str, how_many: int, says: str = "") -> Iterator[None]:
        """One step. What goes wrong in it is said with its name.

        :param says: what was checked besides what is counted
        """
        self._counts.clear()
        row = Row(words, who, how_many, says)
        before, begun = count_request(), time.monotonic()
        try:
            yield
        except (Wrong, LookupError) as error:
            raise Wrong(f"{words}: {error}") from error
        row.requests, row.seconds = count_request() - before - 1, round(time.monotonic() - begun, 2)
        row.checks = {kind: self._counts[kind] for kind in KINDS if self._counts[kind]}
        self.rows.append(row)
        print(_line(row), flush=True)

    def checked(self, kind: str, number: int = 1) -> None:
        with self._lock:
            self._counts[kind] += number

    def totals(self) -> Row:
        row = Row("All of it", f"{len(self.rows)} steps", sum(each.how_many for each in self.rows))
        row.requests = sum(each.requests for each in self.rows)
        row.seconds = round(sum(each.seconds for each in self.rows), 2)
        sums = Counter[str]()
        for each in self.rows:
            sums.update(each.checks)
        row.checks = {kind: sums[kind] for kind in KINDS if sums[kind]}
        return row

    def print_heading(self) -> None:
        print(_laid_out(HEADINGS))

    def print_totals(self) -> None:
        print(_line(self.totals()), flush=True)

    def write(self, file: Path, **facts: object) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        rows = [asdict(each) | {"checked": each.checked} for each in [*self.rows, self.totals()]]
        file.write_text(
            json.dumps({**facts, "rows": rows}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )


def _line(row: Row) -> str:
    return _laid_out(
        (row.step, row.who, str(row.how_many), f"{row.requests:,}", f"{row.seconds:.1f}", row.checked)
    )


def _laid_out(cells: tuple[str, ...]) -> str:
    step, who, many, requests, seconds, checked = cells
    return f"{step:<46} {who:<22} {many:>8} {requests:>8} {seconds:>7}  {checked}".rstrip()

"""Keeps every letter and summary of the walk in a folder, under a name that tells what it is, with an index."""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from grantflow.core.display import counted


@dataclass
class Keeping:
    """`folder` is None when nobody asked for the files; then they are only counted."""

    folder: Path | None
    lines: list[tuple[str, str, str, str, int, str]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, pdf: bytes, *, notice: str, about: str, reference: str, sha256: str) -> None:
        """Keep one PDF, in the order in which they were read."""
        with self._lock:
            number = len(self.lines) + 1
            name = f"{number:03d} {notice} {_plain(about)} {reference}.pdf"
            self.lines.append((name, notice, about, reference, len(pdf), sha256))
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(pdf)

    def write_index(self) -> str:
        """Write the index beside the files, and say in a sentence what there is."""
        if self.folder is None:
            return f"{counted(len(self.lines), 'letter or summary', 'letters and summaries')} checked."
        with (self.folder / "index.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("file", "kind", "about", "reference", "bytes", "sha256"))
            writer.writerows(self.lines)
        kept = counted(len(self.lines), "letter or summary", "letters and summaries")
        return f"{kept} in {self.folder}, listed in index.csv."


def _plain(words: str) -> str:
    return re.sub(r"[^\w .()-]", "", words).strip()

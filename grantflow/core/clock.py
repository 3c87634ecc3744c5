"""The clock, read once at each edge: the real time, moved by a file in a demonstration."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Clock:
    """Aware UTC. `offset_file`, when given, holds the number of seconds by which a demonstration is moved."""

    offset_file: Path | None = None

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset())

    def move(self, by: timedelta) -> None:
        """Move this clock, and every process that shares its file, forward."""
        if self.offset_file is None:
            raise ValueError("this clock tells the real time and cannot be moved")
        moved = self._offset() + by.total_seconds()
        fresh = self.offset_file.with_suffix(".new")
        fresh.write_text(str(moved), encoding="ascii")
        fresh.replace(self.offset_file)

    def _offset(self) -> float:
        if self.offset_file is None or not self.offset_file.exists():
            return 0.0
        return float(self.offset_file.read_text(encoding="ascii"))

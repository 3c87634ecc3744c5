"""One family of errors. Each carries keys and facts; `web/phrases.py` finds the words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Reason:
    """Why something may not be done: a key to look the words up by, and the facts to put into them."""

    key: str
    facts: Mapping[str, str | int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong with content: where it is, what is wrong and what would put it right."""

    file: str
    key: str
    problem: str
    fix: str
    line: int | None = None

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        where = ", ".join(part for part in (self.file, line, self.key) if part)
        sentences = (f"{words.rstrip('.')}." for words in (self.problem, self.fix) if words)
        return f"{where}: {' '.join(sentences).replace('?.', '?')}"


class GrantFlowError(Exception):
    """The family: anything GrantFlow refuses on purpose."""


class ContentError(GrantFlowError):
    """A workflow, form or tiers file that cannot be used."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Forbidden(GrantFlowError):
    """The actor lacks a permission."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(permission)


class NotFound(GrantFlowError):
    """There is no such thing, or this viewer may not know of it: the two look the same."""

    def __init__(self, what: str, key: object = "") -> None:
        self.what = what
        self.key = key
        super().__init__(f"{what} {key}".strip())


class Refused(GrantFlowError):
    """Something that cannot be done now. Carries every reason, not only the first."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(", ".join(reason.key for reason in self.reasons))

    @property
    def keys(self) -> list[str]:
        return [reason.key for reason in self.reasons]


class ActionUnavailable(Refused):
    """The stage or a guard refuses an action."""


class Stale(Refused):
    """Someone changed the thing after this page was read. The reasons say what changed."""


class TooLate(Refused):
    """The time for it has passed. What was typed is shown again, to be copied."""


class LinkSpent(GrantFlowError):
    """A link that was used before, ran out or was never ours."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        super().__init__(purpose)


class TooManyAttempts(GrantFlowError):
    """Something was tried too often. `until` is when it may be tried again."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until.isoformat())


class AmountOutOfRange(GrantFlowError):
    """No tier covers the amount."""

    def __init__(self, amount_pence: int, *, most_pence: int) -> None:
        self.amount_pence = amount_pence
        self.most_pence = most_pence
        super().__init__(f"{amount_pence} pence is not between 1 and {most_pence}")


class SettingsError(GrantFlowError):
    """`config.py` or the environment says something that cannot be run on."""

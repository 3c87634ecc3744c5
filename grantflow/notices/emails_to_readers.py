"""What the emails to readers of the quarterly digest need to know. Their words are in `templates/emails/<notice>`."""

from dataclasses import dataclass
from typing import ClassVar

from grantflow.notices.cover import EmailCover


@dataclass(frozen=True, kw_only=True)
class DigestConfirmEmail:
    """Did you ask for this? Nothing is sent until somebody presses the button that the link leads to."""

    notice: ClassVar[str] = "digest-confirm"

    cover: EmailCover
    days: int
    region: str


@dataclass(frozen=True, kw_only=True)
class DigestLine:
    """One entry: where and for whom, whether it worked, what happened in one line, and where to read it."""

    title: str
    where: str
    worked: str
    happened: str
    link: str


@dataclass(frozen=True, kw_only=True)
class DigestTheme:
    """What is new about one outcome."""

    name: str
    lines: tuple[DigestLine, ...]


@dataclass(frozen=True, kw_only=True)
class LearningDigestEmail:
    """What was newly published in one quarter. `more` did not fit on a screen."""

    notice: ClassVar[str] = "learning-digest"

    cover: EmailCover
    months: str
    region: str
    themes: tuple[DigestTheme, ...]
    more: int
    again: tuple[str, ...]
    stop_link: str

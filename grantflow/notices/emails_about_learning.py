"""What each email about learning that travels needs to know. Its words are in `templates/emails/<notice>`."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from grantflow.notices.data import EmailCover


@dataclass(frozen=True, kw_only=True)
class SourceAskedEmail:
    """To those who did it first: somebody would like to try it elsewhere. `pays` is empty or what they offer."""

    notice: ClassVar[str] = "source-asked"

    cover: EmailCover
    title: str
    who: str
    place: str
    with_whom: str
    pays: str
    answer_by: date


@dataclass(frozen=True, kw_only=True)
class SourceHeardEmail:
    """To whoever plans to try it: the source has answered, or three weeks have passed."""

    notice: ClassVar[str] = "source-heard"

    cover: EmailCover
    title: str
    source: str
    answered: bool


@dataclass(frozen=True, kw_only=True)
class ResultReminderEmail:
    """To whoever tries it: the day comes by which they meant to know."""

    notice: ClassVar[str] = "result-reminder"

    cover: EmailCover
    title: str
    place: str
    result_by: date


@dataclass(frozen=True, kw_only=True)
class AdaptationToldEmail:
    """To those who did it first: what came of it elsewhere. `came` ends a sentence, such as "it worked in part"."""

    notice: ClassVar[str] = "adaptation-told"

    cover: EmailCover
    title: str
    place: str
    with_whom: str
    came: str


@dataclass(frozen=True, kw_only=True)
class EmbeddingAskedEmail:
    """To the owner: does your part of the system take this up?"""

    notice: ClassVar[str] = "embedding-asked"

    cover: EmailCover
    title: str
    part: str
    decide_by: date


@dataclass(frozen=True, kw_only=True)
class EmbeddingReminderEmail:
    """To the owner: we have not heard. `waited` is how many days it has been since they were asked."""

    notice: ClassVar[str] = "embedding-reminder"

    cover: EmailCover
    title: str
    part: str
    decide_by: date
    waited: int
    passed: bool


@dataclass(frozen=True, kw_only=True)
class EmbeddingDecidedEmail:
    """To whoever asked: the owner has decided. `decided` is in words, such as "taken up with changes"."""

    notice: ClassVar[str] = "embedding-decided"

    cover: EmailCover
    title: str
    part: str
    owner: str
    decided: str
    reason: str


EmailAboutLearning = (
    SourceAskedEmail
    | SourceHeardEmail
    | ResultReminderEmail
    | AdaptationToldEmail
    | EmbeddingAskedEmail
    | EmbeddingReminderEmail
    | EmbeddingDecidedEmail
)

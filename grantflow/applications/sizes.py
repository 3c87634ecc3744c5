"""What the amount asked for decides: the size of grant, its form, and how long things take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from grantflow.core.calendar import add_working_days, local_date
from grantflow.engine.answers import missing, visible_questions
from grantflow.engine.conditions import Answers
from grantflow.engine.form import Form, Question
from grantflow.engine.tiers import Tier
from grantflow.errors import AmountOutOfRange

# What a short answer weighs beside a long one, in words.
SHORT_ANSWER = 15
ROUND_TO = 5  # minutes
ROUND_TO_WHEN_LONG = 30
LONG = 60


@dataclass(frozen=True)
class Span:
    """The amounts, in pence, for which a round uses one size of grant."""

    tier: Tier
    least_pence: int
    most_pence: int


@dataclass(frozen=True)
class Difference:
    """The questions that one form asks and another does not."""

    added: tuple[Question, ...]
    dropped: tuple[Question, ...]


def pick_tier(amount_pence: int, offered: Sequence[Tier]) -> Tier:
    """The smallest size on offer that covers an amount.

    :raises AmountOutOfRange: if none does
    """
    for tier in offered:
        if 0 < amount_pence <= tier.up_to_pence:
            return tier
    raise AmountOutOfRange(amount_pence, most_pence=offered[-1].up_to_pence)


def spans(offered: Sequence[Tier], *, min_pence: int, max_pence: int) -> list[Span]:
    """From how much to how much each size on offer reaches, within what the round gives."""
    found: list[Span] = []
    least = min_pence
    for tier in offered:
        most = min(tier.up_to_pence, max_pence)
        if most >= least:
            found.append(Span(tier, least, most))
            least = tier.up_to_pence + 100
    return found


def difference(before: Form, after: Form) -> Difference:
    asked, asking = ({question.key for question in form.questions()} for form in (before, after))
    return Difference(
        added=tuple(question for question in after.questions() if question.key not in asked),
        dropped=tuple(question for question in before.questions() if question.key not in asking),
    )


def minutes_left(form: Form, answers: Answers) -> int:
    """About how long the rest takes: the form's own time, shared out by how much each question asks for."""
    whole = sum(_weight(question) for question in visible_questions(form, answers))
    rest = sum(_weight(question) for question in missing(form, answers))
    exact = form.minutes * rest / whole if whole else 0
    step = ROUND_TO_WHEN_LONG if exact > LONG else ROUND_TO
    return max(step, round(exact / step) * step) if rest else 0


def decide_by(tier: Tier, *, decisions_on: date, received_at: datetime, rolling: bool) -> date:
    """The day by which an applicant is promised an answer: the round's own, as everybody is told at once.

    A rolling round never waits: there the size's own working days count from receipt.
    """
    if not rolling:
        return decisions_on
    return local_date(add_working_days(received_at, tier.decision_working_days))


def _weight(question: Question) -> int:
    return question.max_words or SHORT_ANSWER

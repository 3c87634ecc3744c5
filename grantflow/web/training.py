"""An assessor's training and skills in words, wherever they stand: on the officer's pages and on their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grantflow.accounts.models import User
from grantflow.assessment.rules import training_is_current, training_lasts_until
from grantflow.assessment.training import SKILLS
from grantflow.core.display import day, month


@dataclass(frozen=True)
class Training:
    """When somebody was last trained, as a sentence, and whether it is time again."""

    words: str
    is_overdue: bool


def training_of(person: User, today: date) -> Training:
    if person.trained_on is None:
        return Training("No training is recorded.", True)
    if training_is_current(person.trained_on, today):
        until = day(training_lasts_until(person.trained_on))
        return Training(f"Trained in {month(person.trained_on)}, which lasts until {until}.", False)
    return Training(f"The last training was in {month(person.trained_on)}, more than two years ago.", True)


def skills_in_words(keys: Iterable[str]) -> list[str]:
    return [SKILLS[key] for key in keys if key in SKILLS]

"""Whether a question earns its place: how often it was answered and used, round by round. Plain values only."""

from dataclasses import dataclass

from grantflow.engine.form import Form, Question

# Unused for so many rounds running that are over, a question is proposed for removal.
ROUNDS_RUNNING = 2


@dataclass(frozen=True)
class InRound:
    """How many reports of a round answered a question, and in how many the answer was used."""

    title: str
    answered: int
    used: int
    is_over: bool


@dataclass(frozen=True)
class Unused:
    """What a question has cost people that nobody has used."""

    people: int
    minutes: int


@dataclass(frozen=True)
class Asked:
    """A question with its rounds, the oldest first, and about how many minutes it takes one person."""

    form: Form
    question: Question
    minutes: float
    rounds: tuple[InRound, ...]

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.rounds)

    @property
    def used(self) -> int:
        return sum(each.used for each in self.rounds)

    @property
    def unused(self) -> Unused | None:
        """Set where nobody has used it in the last rounds that are over, nor in one that is not over yet."""
        over = [each for each in self.rounds if each.is_over][-ROUNDS_RUNNING:]
        going_on = [each for each in self.rounds if not each.is_over]
        if len(over) < ROUNDS_RUNNING or any(each.used for each in [*over, *going_on]):
            return None
        people = sum(each.answered for each in over)
        return Unused(people, round(people * self.minutes))

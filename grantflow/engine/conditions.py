"""When something is shown: conditions as data, asked of the answers so far."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from grantflow.engine.strict import StrictModel, wrong

Answers = Mapping[str, Any]

_SHAPES = (
    'Write { question = "…", is = "…" }, or in, or answered; or { all = […] }, { any = […] }, { not = {…} }'
)


class Condition(StrictModel):
    """About a question's answer (`is`, `in`, `answered`), or `all`, `any` or `not` of other conditions."""

    question: Annotated[str, StringConstraints(min_length=1)] | None = None
    is_: str | None = Field(alias="is", default=None)
    in_: tuple[str, ...] | None = Field(alias="in", default=None, min_length=1)
    answered: bool | None = None
    all_: "tuple[Condition, ...] | None" = Field(alias="all", default=None, min_length=1)
    any_: "tuple[Condition, ...] | None" = Field(alias="any", default=None, min_length=1)
    not_: "Condition | None" = Field(alias="not", default=None)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        about_an_answer = [self.is_, self.in_, self.answered]
        about_conditions = [self.all_, self.any_, self.not_]
        said = sum(part is not None for part in about_an_answer + about_conditions)
        needs_question = any(part is not None for part in about_an_answer)
        if said != 1 or needs_question != (self.question is not None):
            raise wrong("is not one condition", _SHAPES)
        return self


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition holds. None always does; an answer that is not there equals nothing."""
    if condition is None:
        return True
    if condition.all_ is not None:
        return all(holds(each, answers) for each in condition.all_)
    if condition.any_ is not None:
        return any(holds(each, answers) for each in condition.any_)
    if condition.not_ is not None:
        return not holds(condition.not_, answers)
    answer = answers.get(condition.question or "")
    if condition.answered is not None:
        return is_answered(answer) == condition.answered
    given = answer if isinstance(answer, list) else [answer]
    return any(each in wanted(condition) for each in given)


def wanted(condition: Condition) -> tuple[str, ...]:
    """The answers that `is` or `in` waits for; none for other shapes."""
    return condition.in_ or (() if condition.is_ is None else (condition.is_,))


def questions_in(condition: Condition | None) -> Iterator[str]:
    """The key of every question that a condition looks at."""
    if condition is None:
        return
    if condition.question is not None:
        yield condition.question
    for each in (*(condition.all_ or ()), *(condition.any_ or ()), condition.not_):
        yield from questions_in(each)


def is_answered(value: Any) -> bool:
    """Nothing typed, nothing ticked and no rows are no answer; nought is one."""
    return value not in (None, "", [])

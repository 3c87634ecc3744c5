"""When something is shown."""

from typing import Any

import pytest
from pydantic import ValidationError

from grantflow.engine.conditions import Condition, holds, questions_in

ANSWERS = {"colour": "red", "sizes": ["small", "large"], "amount": 0, "rows": [{"item": "Tea"}], "empty": []}


def a_condition(**body: Any) -> Condition:
    return Condition.model_validate(body, strict=False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"question": "colour", "is": "red"}, True),
        ({"question": "colour", "is": "blue"}, False),
        ({"question": "sizes", "is": "large"}, True),
        ({"question": "nothing", "is": "red"}, False),
        ({"question": "rows", "is": "red"}, False),
        ({"question": "colour", "in": ["blue", "red"]}, True),
        ({"question": "sizes", "in": ["medium"]}, False),
        ({"question": "amount", "answered": True}, True),
        ({"question": "empty", "answered": True}, False),
        ({"question": "empty", "answered": False}, True),
        ({"all": [{"question": "colour", "is": "red"}, {"question": "rows", "answered": True}]}, True),
        ({"all": [{"question": "colour", "is": "red"}, {"question": "colour", "is": "blue"}]}, False),
        ({"any": [{"question": "colour", "is": "red"}, {"question": "colour", "is": "blue"}]}, True),
        ({"any": [{"question": "colour", "is": "blue"}]}, False),
        ({"not": {"question": "colour", "is": "blue"}}, True),
    ],
)
def test_a_condition_is_asked_of_the_answers(body: dict[str, Any], expected: bool) -> None:
    assert holds(a_condition(**body), ANSWERS) is expected


def test_no_condition_always_holds() -> None:
    assert holds(None, {})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": "colour"},
        {"is": "red"},
        {"question": "colour", "is": "red", "answered": True},
        {"question": "colour", "all": [{"question": "colour", "is": "red"}]},
        {"all": []},
        {"question": "colour", "in": []},
        {"question": "colour", "equals": "red"},
    ],
)
def test_what_is_not_one_condition_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_condition(**body)


def test_every_question_a_condition_looks_at_is_known() -> None:
    inner = {"any": [{"question": "b", "answered": True}, {"not": {"question": "c", "in": ["x"]}}]}
    condition = a_condition(all=[{"question": "a", "is": "x"}, inner])

    assert list(questions_in(condition)) == ["a", "b", "c"]

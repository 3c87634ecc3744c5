"""What a workflow file may say, and what is refused as it is read."""

import pytest

from grantflow.engine.library import parse_workflow
from grantflow.engine.workflow import Category, Note
from grantflow.errors import ActionUnavailable, ContentError
from tests.engine.workflows import KETTLE, KETTLE_FILE, a_kettle


def the_refusal_of(body: str) -> str:
    with pytest.raises(ContentError) as refusal:
        parse_workflow(body, KETTLE_FILE)
    return str(refusal.value)


def test_a_workflow_is_named_by_its_path() -> None:
    workflow = parse_workflow(KETTLE, "workflows/kettle/12.toml")

    assert (workflow.key, workflow.version) == ("kettle", 12)


def test_stages_and_actions_are_found_by_key() -> None:
    kettle = a_kettle()

    assert kettle.stage("poured").category is Category.CLOSED
    assert str(kettle.stage("poured").applicant_label) == "Tea"
    assert kettle.action("tip-out").note is Note.REQUIRED
    assert [action.key for action in kettle.actions_from("full")] == ["pour", "tip-out"]


def test_an_action_nobody_wrote_is_unavailable_rather_than_a_fault() -> None:
    with pytest.raises(ActionUnavailable) as refusal:
        a_kettle().action("explode")

    assert refusal.value.keys == ["no-such-action"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('start = "empty"', 'start = "emty"', "start: no stage is called 'emty'. Did you mean 'empty'?"),
        ('to = "poured"', 'to = "pored"', "action[pour].to: no stage is called 'pored'"),
        ('from = ["empty"]', 'from = ["empy"]', "action[fill].from: no stage is called 'empy'"),
        ('key = "full"', 'key = "empty"', "stage[empty]: the key is used twice"),
        ('key = "fill"', 'key = "pour"', "action[pour]: the key is used twice"),
        ('key = "fill"', 'key = "Fill It"', "'Fill It' is not spelt as this kind of name is"),
        ('"kettle:fill"', '"fill"', "'fill' is not spelt as this kind of name is"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused_as_the_file_is_read(right: str, wrong: str, said: str) -> None:
    assert said in the_refusal_of(KETTLE.replace(right, wrong))


@pytest.mark.parametrize(
    ("timing", "said"),
    [
        ('then = "pour"', "says both or neither of after_days and relative_to"),
        ('after_days = 3\nrelative_to = "closes_at"\nthen = "pour"', "says both or neither"),
        ("after_days = 3", "does nothing"),
        ("after_days = 3\nremind = [1]", "remind and notice go together"),
        ('after_days = 3\nnotice = "tea-is-ready"\nthen = "pour"', "remind and notice go together"),
        (
            'relative_to = "closes_at"\nworking_days = true\nthen = "pour"',
            "working_days goes with after_days",
        ),
        ('after_days = 3\noffset_days = 1\nthen = "pour"', "offset_days counts from a date"),
        ('after_days = -3\nthen = "pour"', "should be greater than or equal to 0"),
        ('after_days = 3\nthen = "por"', "timer[wait].then: no action is called 'por'. Did you mean 'pour'?"),
    ],
)
def test_a_timer_says_when_and_what_and_neither_twice(timing: str, said: str) -> None:
    body = f'{KETTLE}\n[[timer]]\nkey = "wait"\nstage = "full"\n{timing}\n'

    assert said in the_refusal_of(body)

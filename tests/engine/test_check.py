"""What can be read and is wrong all the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from grantflow.content import content_root
from grantflow.engine.check import KnownNames, problems
from grantflow.engine.library import Library, parse_form, parse_tiers, parse_workflow
from tests.engine.workflows import KETTLE, KETTLE_FILE

TIERS_FILE = "workflows/tiers/1.toml"
TIERS = (content_root() / TIERS_FILE).read_text(encoding="utf-8")


@pytest.fixture
def names(tmp_path: Path) -> KnownNames:
    """What the kettle may use."""
    (tmp_path / "emails" / "tea-is-ready").mkdir(parents=True)
    return KnownNames(
        guards={"it-has-boiled", "cup-is-there"},
        effects={"ring-the-bell"},
        notices={"tea-is-ready"},
        permissions_by_role={
            "cook": {"kettle:fill", "kettle:pour"},
            "system": {"kettle:fill"},
            "regional-lead": set(),
        },
        dates={"kettle": {"guests_at"}},
        templates=tmp_path,
    )


def found(body: str, names: KnownNames) -> list[tuple[str, str, str]]:
    library = Library((), {("kettle", 1): parse_workflow(body, KETTLE_FILE)}, {}, {})
    return [(problem.key, problem.problem, problem.fix) for problem in problems(library, names)]


def with_timer(lines: str) -> str:
    return f'{KETTLE}\n[[timer]]\nkey = "wait"\n{lines}\n'


def test_a_sound_workflow_has_no_problems(names: KnownNames) -> None:
    assert found(KETTLE, names) == []


def test_a_stage_that_nothing_leads_to_is_found(names: KnownNames) -> None:
    body = KETTLE.replace('to = "full"', 'to = "poured"')

    assert found(body, names) == [
        ("stage[full]", "nothing leads here", "Add an action to it, or remove it"),
    ]


def test_a_stage_with_no_way_out_is_found(names: KnownNames) -> None:
    body = KETTLE.replace('"closed"', '"decided"')

    assert [key for key, problem, _ in found(body, names) if problem == "there is no way out"] == [
        "stage[empty]",
        "stage[full]",
        "stage[poured]",
    ]


def test_going_round_in_circles_is_no_way_out(names: KnownNames) -> None:
    body = KETTLE.replace('from = ["full"]\nto = "poured"', 'from = ["poured"]\nto = "poured"')

    assert ("stage[full]", "there is no way out") in [found[:2] for found in found(body, names)]


def test_an_action_that_nobody_may_take_is_found_with_the_nearest_permission(names: KnownNames) -> None:
    body = KETTLE.replace('"kettle:pour"', '"kettle:por"')

    assert found(body, names) == [
        (
            "action[pour].permission",
            "no role holds 'kettle:por', so nobody can take this action",
            "Did you mean 'kettle:pour'?",
        )
    ]


def test_an_unknown_guard_is_found_with_the_nearest_one(names: KnownNames) -> None:
    assert found(KETTLE.replace('"cup-is-there"', '"cup-is-here"'), names) == [
        ("action[pour].guards", "no guard is called 'cup-is-here'", "Did you mean 'cup-is-there'?"),
    ]


def test_an_unknown_effect_is_found(names: KnownNames) -> None:
    body = KETTLE.replace('notify = ["tea', 'does = ["ring-the-bel"]\nnotify = ["tea')

    assert found(body, names) == [
        ("action[pour].does", "no effect is called 'ring-the-bel'", "Did you mean 'ring-the-bell'?"),
    ]


def test_an_unknown_notice_is_found(names: KnownNames) -> None:
    assert found(KETTLE.replace('"tea-is-ready"', '"tea-is-redy"'), names) == [
        ("action[pour].notify", "no notice is called 'tea-is-redy'", "Did you mean 'tea-is-ready'?"),
    ]


def test_a_notice_without_a_template_is_found(names: KnownNames, tmp_path: Path) -> None:
    (tmp_path / "emails" / "tea-is-ready").rmdir()

    assert found(KETTLE, names) == [
        ("action[pour].notify", "'tea-is-ready' has no template", "Add templates/emails/tea-is-ready/"),
    ]


@pytest.mark.parametrize(
    ("timer", "key", "said"),
    [
        (
            'stage = "empty"\nrelative_to = "guest_at"\nthen = "fill"',
            "timer[wait].relative_to",
            "nothing here has a date called 'guest_at'",
        ),
        (
            'stage = "full"\nafter_days = 1\nthen = "fill"',
            "timer[wait].then",
            "'fill' does not leave 'full'",
        ),
        (
            'stage = "full"\nafter_days = 1\nthen = "pour"',
            "timer[wait].then",
            "the system does not hold 'kettle:pour'",
        ),
        (
            'stage = "full"\nafter_days = 3\nremind = [4]\nnotice = "tea-is-ready"',
            "timer[wait].remind",
            "it would remind before the case arrives, so it never does",
        ),
    ],
)
def test_a_timer_that_can_never_fire_is_found(timer: str, key: str, said: str, names: KnownNames) -> None:
    [(where, problem, fix)] = found(with_timer(timer), names)

    assert where == key
    assert said in problem
    assert fix


def test_missing_words_are_found(names: KnownNames) -> None:
    assert found(KETTLE.replace('label = "Pour it"', 'label = " "'), names) == [
        ("action[pour].label", "has no words", "Write what a person should read here"),
    ]


def test_every_problem_is_found_at_once(names: KnownNames) -> None:
    nothing_known = replace(names, guards=set(), notices=set(), permissions_by_role={})

    assert len(found(KETTLE, nothing_known)) == 6


def in_tiers(right: str, wrong: str, names: KnownNames) -> list[tuple[str, str]]:
    library = Library.load(content_root())
    changed = parse_tiers(TIERS.replace(right, wrong, 1), TIERS_FILE)
    return [
        (problem.key, problem.problem)
        for problem in problems(replace(library, tiers_files={("tiers", 1): changed}), names)
        if problem.file == TIERS_FILE
    ]


@pytest.mark.parametrize(
    ("label", "what"),
    [
        ("Price", "price"),
        ("Cost per person", "price"),
        ("Value for money", "price"),
        ("Unit costs", "price"),
        ("Novelty", "novelty"),
        ("Newness", "novelty"),
        ("How innovative it is", "novelty"),
        ("A new idea", "novelty"),
    ],
)
def test_a_criterion_for_price_or_novelty_is_refused(label: str, what: str, names: KnownNames) -> None:
    found = in_tiers('label = "Sense of the budget"', f'label = "{label}"', names)

    assert ("criterion[budget-sense]", f"applications are not scored on {what}") in found


@pytest.mark.parametrize(
    ("right", "wrong", "key", "problem"),
    [
        (
            'form = "application-small"',
            'form = "application-smal"',
            "tier[small].form",
            "no form is called 'application-smal'",
        ),
        (
            'form = "monitoring-end"',
            'form = "monitoring-ended"',
            "tier[micro].reporting.form",
            "no form is called 'monitoring-ended'",
        ),
        (
            '["BANK", "SAFE"]',
            '["BANK", "SAVE"]',
            "tier[small].checks_before_payment",
            "no check is called 'SAVE'",
        ),
        (
            'approver = "regional-lead"',
            'approver = "regional-led"',
            "tier[micro].approver",
            "no role is called 'regional-led'",
        ),
        ('code = "ACC"', 'code = "REG"', "check[REG]", "the key is used twice"),
    ],
)
def test_tiers_that_name_what_is_not_there_are_found(
    right: str, wrong: str, key: str, problem: str, names: KnownNames
) -> None:
    assert (key, problem) in in_tiers(right, wrong, names)


def test_a_question_that_serves_an_unknown_criterion_is_found(names: KnownNames) -> None:
    library = Library.load(content_root())
    renamed = parse_tiers(TIERS.replace('key = "local-link"', 'key = "local-links"', 1), TIERS_FILE)
    found = problems(replace(library, tiers_files={("tiers", 1): renamed}), names)

    assert any(
        problem.problem == "no criterion is called 'local-link'"
        and problem.fix == "Did you mean 'local-links'?"
        for problem in found
    )


def test_a_criterion_that_a_form_never_asks_about_is_found(names: KnownNames) -> None:
    library = Library.load(content_root())
    added = parse_tiers(TIERS.replace('key = "local-link"', 'key = "local-links"', 1), TIERS_FILE)
    found = problems(replace(library, tiers_files={("tiers", 1): added}), names)

    assert any("asks nothing for 'local-links'" in problem.problem for problem in found)


def in_small_form(wrong: str, names: KnownNames, *, right: str) -> list[tuple[str, str, str]]:
    """What is found in the form of small grants once something in it is changed, every time it stands there."""
    where = "forms/application-small/1.toml"
    body = (content_root() / where).read_text(encoding="utf-8")
    assert right in body
    changed = parse_form(body.replace(right, wrong), where)
    library = Library.load(content_root())
    forms = dict(library.forms) | {("application-small", 1): changed}
    return [
        (problem.key, problem.problem, problem.fix)
        for problem in problems(replace(library, forms=forms), names)
        if problem.file == TIERS_FILE and "'application-small'" in problem.problem
    ]


def test_a_question_that_tells_the_amount_says_so(names: KnownNames) -> None:
    found = in_small_form("", names, right='tells = ["amount"]\n')

    assert found == [
        (
            "tier[small].form",
            f"'{key}' in version 1 of 'application-small' shows assessors what may be hidden from them",
            'Add tells = ["amount"]',
        )
        for key in ("amount-requested", "budget")
    ]


def test_a_table_with_a_share_of_the_money_says_so_beside_what_it_tells_already(names: KnownNames) -> None:
    [(_, problem, fix)] = in_small_form('tells = ["name"]', names, right='tells = ["amount", "name"]')

    assert problem.startswith("'partners' ")
    assert fix == 'Add tells = ["amount", "name"]'


def test_a_file_may_hold_anything_so_it_tells_both(names: KnownNames) -> None:
    date = 'key = "start-date"\ntype = "{}"'
    found = in_small_form(date.format("file"), names, right=date.format("date"))

    assert [fix for _, _, fix in found] == ['Add tells = ["amount", "name"]']


def test_a_criterion_that_is_scored_before_its_answer_is_seen_is_found(names: KnownNames) -> None:
    found = in_tiers("needs_amount = true\n", "", names)

    assert any("tells the amount, but criterion:budget-sense is scored before" in said for _, said in found)

"""Every shipped form: few questions, plain words, a use for each answer, and a page that can be read."""

import re
from itertools import pairwise

import pytest

from grantflow.content import content_root
from grantflow.engine.answers import visible_questions
from grantflow.engine.conditions import Answers
from grantflow.engine.form import Choice, Form, Kind, Question
from grantflow.engine.library import parse_form
from grantflow.engine.text import Text
from tests.engine.forms import found, opened, page, text_of

PATHS = sorted((content_root() / "forms").glob("*/*.toml"))
FORMS = {
    path.parent.name: parse_form(path.read_text(encoding="utf-8"), f"forms/{path.parent.name}/{path.name}")
    for path in PATHS
}
TIERS = {"micro": (5, 750), "small": (8, 1_500), "standard": (12, 3_000), "large": (16, 5_000)}
APPLICATIONS = {tier: FORMS[f"application-{tier}"] for tier in TIERS}
EVERYTHING_ASKED = {
    "partners-involved": "yes",
    "safeguarding-policy": "yes",
    "insured": "yes",
    "call-instead": "no",
    "accounts-on-register": "no",
}
AREAS = {"force-areas": [Choice(value="E23000002", label=Text(en="Cumbria"))]}

# Asked so that we can reach people, publish, or plan payments: a moment each, no thought.
QUICK = {
    "outcomes",
    "areas",
    "people-expected",
    "start-date",
    "length-months",
    "accounts-on-register",
    "partners-involved",
    "partners",
    "contact-name",
    "contact-email",
    "contact-phone",
}
# What nobody knows but whoever plans this very project: asked afresh each time.
ONLY_THIS_PROJECT = {
    "project-title", "what-you-will-do", "people-expected", "partners-involved", "partners", "amount-requested",
    "budget", "start-date", "length-months", "learning-plan", "delivery-plan", "risks", "cost-review", "accounts",
}  # fmt: skip
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
every_tier = pytest.mark.parametrize("tier", TIERS)


@every_tier
def test_a_tier_asks_no_more_questions_and_words_than_it_promises(tier: str) -> None:
    questions, words = TIERS[tier]

    asked = [question.key for question in APPLICATIONS[tier].questions() if question.key not in QUICK]

    assert len(asked) == questions
    assert APPLICATIONS[tier].words <= words


def test_a_bigger_grant_asks_the_same_and_more() -> None:
    for smaller, bigger in pairwise(APPLICATIONS.values()):
        for question in smaller.questions():
            same = bigger.question(question.key)
            assert (same.type, same.label) == (question.type, question.label)
            # A bigger form may have a question of its own for what one answer had to serve in the smaller.
            assert set(same.serves) <= set(question.serves)
            assert (same.max_words or 0) >= (question.max_words or 0)


@every_tier
def test_half_of_the_questions_begin_with_what_was_answered_last_time(tier: str) -> None:
    first = visible_questions(APPLICATIONS[tier], {"partners-involved": "no"})
    reused = {question.key for question in first if question.reuse}

    assert len(reused) >= len(first) / 2
    assert not reused & ONLY_THIS_PROJECT


@every_tier
def test_the_profile_and_an_application_ask_for_a_contact_in_the_same_way(tier: str) -> None:
    for key in ("contact-name", "contact-email", "contact-phone"):
        assert FORMS["organisation"].question(key).type is APPLICATIONS[tier].question(key).type


@every_form
def test_a_required_question_says_in_words_when_it_is_missing(form: Form) -> None:
    silent = [question.key for question in form.questions() if question.required and not question.missing]

    assert silent == []


@every_form
def test_every_place_to_write_freely_asks_for_no_names_of_people_on_probation(form: Form) -> None:
    if any(question.type is Kind.LONG_TEXT for question in form.questions()):
        first = next(
            section
            for section in form.sections
            if any(each.type is Kind.LONG_TEXT for each in section.questions)
        )
        assert any("name anyone on probation" in section.intro.en for section in form.sections)
        assert "name anyone on probation" in first.intro.en or form.key == "progress-review"


def test_an_application_says_that_it_need_not_be_new() -> None:
    for form in APPLICATIONS.values():
        assert "does not need to be new" in form.question("what-you-will-do").hint.en


@every_form
def test_words_are_plain(form: Form) -> None:
    """School grade 6 is an age of about eleven. Evaluators and those who share learning have a year more."""
    texts = [text for question in form.questions() for text in (question.label.en, question.hint.en) if text]
    texts += [section.intro.en for section in form.sections if section.intro]

    assert grade(" ".join(texts)) <= (7 if form.key in ("learning-entry", "progress-review") else 6)
    assert max(len(text.split()) for text in texts) <= 30


@every_form
def test_words_are_ours(form: Form) -> None:
    body = " ".join(
        text.en
        for question in form.questions()
        for text in (
            question.label,
            question.hint,
            question.missing,
            *(each.label for each in question.choices),
        )
    ).lower()

    for word in (
        "offender",
        "service user",
        "beneficiar",
        "innovat",
        "novel",
        "utilis",
        "please ensure",
        "impact",
    ):
        assert word not in body


@every_form
def test_every_section_makes_a_page_with_its_questions_on_it(form: Form) -> None:
    for section in form.sections:
        asked = opened(form, EVERYTHING_ASKED, section=section.key, choices=AREAS)
        tree = page(asked)
        said = {
            text_of(each).removesuffix(" (optional)")
            for each in [*found(tree, "label"), *found(tree, "legend")]
        }
        assert {field.label.text for field in asked.asked()} <= said


def test_a_report_may_be_told_in_a_call_or_be_one_written_for_someone_else() -> None:
    for key in ("monitoring-end", "monitoring-yearly"):
        form = FORMS[key]
        sections = {section.key: section for section in form.sections}
        assert [name for name in sections if asked_in(form, name, {"call-instead": "yes"})] == [
            "how-to-tell-us"
        ]
        elsewhere = {
            "call-instead": "no",
            "report-elsewhere": [{"document": "1", "name": "a.pdf", "size": 1}],
        }
        assert not asked_in(form, "what-happened", elsewhere)
        assert asked_in(form, "what-happened", {"call-instead": "no"})


def asked_in(form: Form, section: str, answers: Answers) -> list[Question]:
    return [each for each in visible_questions(form, answers) if each in form.section(section).questions]


def grade(text: str) -> float:
    """The Coleman–Liau index (1975): a school grade, from letters and sentences in each hundred words."""
    words = re.findall(r"[\w’'-]+", text)
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    sentences = len(re.findall(r"[.?!:](?:\s|$)", text)) or 1
    return 0.0588 * letters / len(words) * 100 - 0.296 * sentences / len(words) * 100 - 15.8

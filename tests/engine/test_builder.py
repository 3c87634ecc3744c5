"""A section as a page: what a browser shows, what it sends back, and what is said when that is no good."""

import io
from typing import Any

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage

from grantflow.engine.builder import form_class, section_form
from grantflow.engine.form import Choice, Kind
from grantflow.engine.questions import from_stored, stored_file
from grantflow.engine.text import Text
from tests.engine.forms import a_form, a_question, found, opened, page, posted, text_of

EVERY_TYPE = a_form(tuple(a_question(kind, f"a-{kind}", hint="A hint.", required=False) for kind in Kind))
STORED = {
    "a-text": "Soup & bread",
    "a-long-text": "One\n\n  two spaces in\n\tthree <b>bold</b> {{ 7*7 }}",
    "a-number": 1200,
    "a-money": 12_500_50,
    "a-date": "2027-04-06",
    "a-yes-no": "no",
    "a-one-of": "milk",
    "a-many-of": ["milk"],
    "a-email": "jo@example.org",
    "a-phone": "01632 960 001",
    "a-charity-number": "SC012345",
    "a-file": [stored_file("0b5e", "accounts.pdf", 2048)],
    "a-table": [{"item": "Rent", "cost": 500_00}, {"item": "Tea", "cost": 25_50}],
}
CHOIR = a_form(
    (
        a_question("yes-no", "partners-involved", missing="Say if there are partners"),
        a_question("text", "partner", show_if={"question": "partners-involved", "is": "yes"}),
    )
)


def sent_by(tree: Any) -> list[tuple[str, str]]:
    """What a browser would send if a person pressed the page's own button at once."""
    pairs = []
    for control in [*found(tree, "input"), *found(tree, "textarea")]:
        kind, name = control.get("type"), control.get("name")
        if kind in ("radio", "checkbox") and control.get("checked") is None:
            continue
        if kind != "file" and name:
            pairs.append((name, (control.text or "") if kind is None else control.get("value") or ""))
    return pairs


def test_every_control_has_its_own_id_and_a_name_that_a_screen_reader_can_say() -> None:
    tree = page(opened(EVERY_TYPE, STORED))

    controls = [*found(tree, "input"), *found(tree, "textarea")]
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    labels = {label.get("for"): text_of(label) for label in found(tree, "label")}
    assert len(ids) == len(set(ids))
    assert all(labels.get(control.get("id")) for control in controls)
    assert all(
        part in ids for element in tree.iter() for part in (element.get("aria-describedby") or "").split()
    )


@pytest.mark.parametrize("kind", [Kind.YES_NO, Kind.ONE_OF, Kind.MANY_OF, Kind.DATE, Kind.TABLE])
def test_a_group_of_controls_has_its_question_as_legend(kind: Kind) -> None:
    tree = page(opened(a_form((a_question(kind),)), {}))

    assert [text_of(legend) for legend in found(tree, "legend")] == ["What is it?"]


def test_a_page_sent_back_untouched_gives_the_same_answers() -> None:
    tree = page(opened(EVERY_TYPE, STORED))

    form = posted(EVERY_TYPE, *sent_by(tree), answers=STORED)

    assert form.validate()
    assert form.answers() == {key: value for key, value in STORED.items() if key != "a-file"}


def test_answers_are_text_on_the_page_never_markup() -> None:
    hostile = "</textarea><script>alert(1)</script>\"'><img src=x onerror=x>"
    form = a_form((a_question("text", "a"), a_question("long-text", "b"), a_question("table", "c")))

    tree = page(opened(form, {"a": hostile, "b": hostile, "c": [{"item": hostile, "cost": 1}]}))

    assert found(tree, "script") == found(tree, "img") == []
    assert found(tree, "input", name="a")[0].get("value") == hostile
    assert found(tree, "textarea")[0].text == hostile
    assert found(tree, "input", name="c-0-item")[0].get("value") == hostile


def test_a_long_text_counts_its_words_on_the_page() -> None:
    tree = page(opened(a_form((a_question("long-text", max_words=150),)), {}))

    assert found(tree, "div", data_maxwords="150", data_module="govuk-character-count")
    assert "You can enter up to 150 words" in text_of(tree)


def test_what_is_wrong_is_said_beside_the_box_and_in_the_summary_and_nothing_is_lost() -> None:
    form = posted(
        EVERY_TYPE,
        ("a-number", "about 30"),
        ("a-money", "12,50"),
        ("a-date-day", "31"),
        ("a-date-month", "2"),
        ("a-date-year", "2027"),
        ("a-yes-no", "maybe"),
        ("a-email", "jo smith@example.org"),
        ("a-long-text", "word " * 111),
        ("a-table-0-item", "Rent"),
        ("a-table-0-cost", "£1e9"),
    )

    assert not form.validate()
    tree = page(form)
    summary = form.error_list()

    assert [error["href"] for error in summary] == [
        "#a-long-text",
        "#a-number",
        "#a-money",
        "#a-date-day",
        "#a-yes-no",
        "#a-email",
        "#a-table-0-cost",
    ]
    ids = {element.get("id") for element in tree.iter()}
    assert all(error["href"][1:] in ids and error["text"] in text_of(tree) for error in summary)
    assert found(tree, "input", name="a-number")[0].get("value") == "about 30"
    assert found(tree, "input", name="a-date-day")[0].get("value") == "31"
    assert found(tree, "input", name="a-table-0-cost")[0].get("value") == "£1e9"
    assert found(tree, "textarea")[0].text.split() == ["word"] * 111


def test_a_hundred_thousand_characters_come_back_with_a_count() -> None:
    pasted = "a" * 100_000
    form = posted(
        a_form((a_question("text", "a"), a_question("long-text", "b"))), ("a", pasted), ("b", pasted)
    )

    assert not form.validate(draft=True)
    assert all("100,000 characters" in error["text"] for error in form.error_list())
    assert found(page(form), "textarea")[0].text == pasted


def test_nothing_answered_says_so_in_the_questions_own_words() -> None:
    form = posted(CHOIR, ("other", "x"))

    assert not form.validate()
    assert form.error_list() == [{"text": "Say if there are partners", "href": "#partners-involved"}]


def test_a_draft_may_be_unfinished_but_not_unreadable() -> None:
    form = a_form((a_question("text", "a"), a_question("long-text", "b"), a_question("money", "c")))

    unfinished = posted(form, ("b", "word " * 200))
    unreadable = posted(form, ("c", "lots"))

    assert unfinished.validate(draft=True)
    assert unfinished.answers() == {"a": None, "b": ("word " * 200).strip(), "c": None}
    assert not unreadable.validate(draft=True)


def test_a_question_that_waits_for_an_answer_is_inside_that_answer() -> None:
    form = opened(CHOIR, {"partners-involved": "yes", "partner": "A choir"})

    tree = page(form)

    (revealed,) = found(tree, "div", id="conditional-partners-involved")
    assert [field.question.key for field in form.asked()] == ["partners-involved"]
    assert found(revealed, "input", name="partner")[0].get("value") == "A choir"


def test_what_is_hidden_is_neither_judged_nor_changed() -> None:
    form = posted(CHOIR, ("partners-involved", "no"), ("partner", "x" * 999))

    assert form.validate()
    assert form.answers() == {"partners-involved": "no"}
    assert not posted(CHOIR, ("partners-involved", "yes"), ("partner", "")).validate()


def test_a_question_hidden_by_another_section_is_not_on_the_page() -> None:
    form = a_form(
        (a_question("yes-no", "registered"),),
        (
            a_question("text", "name"),
            a_question("text", "why", show_if={"question": "registered", "is": "no"}),
        ),
    )

    asked = [field.question.key for field in opened(form, {"registered": "yes"}, section="two").asked()]

    assert asked == ["name"]
    assert posted(form, ("name", "A"), section="two", answers={"registered": "yes"}).validate()
    assert not posted(form, ("name", "A"), section="two", answers={"registered": "no"}).validate()


def test_another_line_keeps_what_was_typed_and_says_nothing_is_wrong() -> None:
    form = a_form((a_question("text", "a"), a_question("table", "costs")))
    lines = [(f"costs-{row}-{column}", f"{row} {column}") for row in range(3) for column in ("item", "cost")]

    pressed = posted(form, *lines, ("add-row:costs", "1"))

    assert not pressed.validate()
    assert pressed.row_added
    assert pressed.error_list() == []
    tree = page(pressed)
    assert found(tree, "input", name="costs-2-cost")[0].get("value") == "2 cost"
    assert found(tree, "input", name="costs-3-item")[0].get("autofocus") is not None


def test_a_table_offers_spare_lines_and_stops_at_its_most() -> None:
    form = a_form((a_question("table", "costs", rows_max=4),))
    rows = [{"item": "Tea", "cost": 100}] * 4

    assert len(found(page(opened(form, {})), "input", type="text")) == 6
    full = page(opened(form, {"costs": rows}))
    assert len(found(full, "input", type="text")) == 8
    assert found(full, "button", name="add-row:costs") == []
    assert "Total: £4" in text_of(full)


def test_a_table_sent_by_something_that_is_not_our_page_stays_small() -> None:
    form = a_form((a_question("table", "costs"),))
    pairs = [(f"costs-{row}-item", "x") for row in range(900)] + [
        ("costs-٣-item", "x"),
        ("costs-0-other", "x"),
    ]

    field = posted(form, *pairs).field("costs")

    assert len(field.typed) == 200


def test_enter_saves_and_does_not_add_a_line() -> None:
    first, *_ = found(page(opened(a_form((a_question("table", "costs"),)), {})), "button")

    assert first.get("hidden") is not None
    assert first.get("name") is None


def test_files_are_handed_over_and_one_that_is_there_already_is_enough() -> None:
    form = a_form((a_question("file", "accounts"),))
    chosen = FileStorage(io.BytesIO(b"%PDF"), "accounts.pdf")

    sent = posted(form, ("accounts", chosen))
    kept = posted(
        form, ("accounts", FileStorage()), answers={"accounts": [stored_file("0b5e", "old.pdf", 9)]}
    )

    assert sent.validate()
    assert sent.uploads() == {"accounts": [chosen]}
    assert sent.answers() == {}
    assert kept.validate()
    assert kept.uploads() == {}
    assert "You have added: old.pdf." in text_of(page(kept))
    assert not posted(form, ("accounts", FileStorage())).validate()


def test_a_file_sent_in_place_of_text_is_no_text() -> None:
    form = posted(EVERY_TYPE, *[(f"a-{kind}", FileStorage(io.BytesIO(b"x"), "x")) for kind in Kind])

    assert form.validate()
    assert not any(form.answers().values())


def test_the_rounds_own_choices_are_offered_and_no_others_are_taken() -> None:
    form = a_form((a_question("many-of", "areas", choices=[], choices_from="force-areas"),))
    areas = {"force-areas": [Choice(value="E23000002", label=Text(en="Cumbria"))]}

    assert "Cumbria" in text_of(page(opened(form, {}, choices=areas)))
    assert posted(form, ("areas", "E23000002"), choices=areas).validate()
    assert not posted(form, ("areas", "W15000001"), choices=areas).validate()


def test_a_question_may_be_called_like_a_part_of_a_form() -> None:
    form = a_form(tuple(a_question("text", key) for key in ("data", "errors", "validate", "meta", "answers")))

    sent = posted(form, ("data", "1"), ("errors", "2"), ("validate", "3"), ("meta", "4"), ("answers", "5"))

    assert sent.validate()
    assert list(sent.answers().values()) == ["1", "2", "3", "4", "5"]


def test_a_page_in_welsh_uses_what_has_been_translated() -> None:
    form = a_form((a_question("text", label={"en": "Name", "cy": "Enw"}, required=False),))

    assert text_of(found(page(opened(form, {}, language="cy")), "label")[0]) == "Enw (dewisol)"


def test_the_class_of_a_section_is_made_once() -> None:
    section = EVERY_TYPE.section("one")

    assert form_class(section, answers={}) is form_class(section, answers={"a-text": "x"})
    assert form_class(section, answers={}) is not form_class(section, answers={}, language="cy")


def test_two_people_do_not_share_what_they_typed() -> None:
    one = posted(CHOIR, ("partners-involved", "yes"), ("partner", ""))
    one.validate()

    assert opened(CHOIR, {}).field("partner").typed == ""
    assert opened(CHOIR, {}).error_list() == []


def test_a_page_of_flask_finds_its_post_by_itself() -> None:
    app = Flask("trial")
    app.config.update(SECRET_KEY="for this test", WTF_CSRF_ENABLED=False)

    with app.test_request_context("/", method="POST", data={"partners-involved": "no"}):
        form: Any = section_form(CHOIR, "one", answers={}, base=FlaskForm)
        assert form.validate_on_submit()
        assert form.answers() == {"partners-involved": "no"}
    with app.test_request_context("/"):
        assert (
            section_form(CHOIR, "one", answers={"partner": "A"}, base=FlaskForm).field("partner").typed == "A"
        )


@pytest.mark.parametrize("kind", list(Kind))
def test_a_box_never_opened_before_is_empty(kind: Kind) -> None:
    form = opened(a_form((a_question(kind, "it"),)), {})

    if kind is not Kind.TABLE:
        assert form.field("it").typed == from_stored(a_question(kind), None)
    page(form)

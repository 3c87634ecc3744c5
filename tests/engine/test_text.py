"""Words in content, in one language or two."""

from grantflow.engine.text import NO_TEXT, Text


def test_a_string_is_english() -> None:
    text = Text.model_validate("Received")

    assert text.say("en") == "Received"
    assert str(text) == "Received"


def test_a_table_speaks_both_languages() -> None:
    text = Text.model_validate({"en": "Grant", "cy": "Grant yn Gymraeg"})

    assert text.say("cy") == "Grant yn Gymraeg"
    assert str(text) == "Grant"


def test_english_stands_in_until_someone_has_translated() -> None:
    assert Text.model_validate("Received").say("cy") == "Received"


def test_no_text_is_false_and_says_nothing() -> None:
    assert not NO_TEXT
    assert NO_TEXT.say("cy") == ""

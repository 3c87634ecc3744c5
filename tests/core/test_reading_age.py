"""A measure of how hard a text is: rough, and steady."""

from grantflow.core.reading_age import reading_age

PLAIN = "We read what you write. Then we ring you. You can say what you need. It takes ten minutes."
OFFICIAL = (
    "Notwithstanding the aforementioned provisions, the organisation shall demonstrate proportionate governance "
    "arrangements commensurate with the anticipated expenditure throughout the implementation period."
)


def test_plain_words_are_for_children_and_official_ones_for_officials() -> None:
    assert reading_age(PLAIN) < 9
    assert reading_age(OFFICIAL) > 20


def test_no_words_ask_for_nobody() -> None:
    assert reading_age("") == 0

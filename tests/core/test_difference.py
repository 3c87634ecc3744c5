"""What is different between two texts: nothing is lost, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from grantflow.core.difference import difference

TEXTS = st.text(alphabet=st.sampled_from("ab é\n."), max_size=60)


def test_words_that_went_stand_before_those_that_came() -> None:
    found = difference("We cook on Thursdays.", "We cook and eat on Thursdays.")

    assert [(each.kind, each.text.strip()) for each in found] == [
        ("same", "We cook"), ("new", "and eat"), ("same", "on Thursdays."),
    ]  # fmt: skip


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    found = difference(before, after)

    assert "".join(each.text for each in found if each.kind != "new") == before
    assert "".join(each.text for each in found if each.kind != "old") == after

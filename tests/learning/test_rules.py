"""The rules of learning entries, with plain values."""

from grantflow.learning import rules
from grantflow.learning.asking import ALWAYS, what_to_ask_first
from tests.conftest import NOON
from tests.learning.filled import ENTRY


def test_any_heading_of_context_will_do_and_mechanism_and_limits_are_both_needed() -> None:
    assert rules.missing_headings(ENTRY) == []
    assert rules.missing_headings({"context-policy": "A new law.", "mechanism": "x", "limits": "y"}) == []
    assert rules.missing_headings({}) == ["context-", "mechanism", "limits"]
    assert rules.missing_headings({"context-place": " ", "mechanism": "x", "limits": ""}) == [
        "context-",
        "limits",
    ]


def test_an_entry_about_somebodys_work_is_theirs_to_agree_to() -> None:
    assert rules.grantee_consented(has_grantee=True, consent_given_at=NOON) is None
    assert rules.grantee_consented(has_grantee=True, consent_given_at=None) == "consent-missing"
    assert rules.grantee_consented(has_grantee=False, consent_given_at=None) is None


def test_what_to_ask_first_follows_from_what_mattered() -> None:
    assert what_to_ask_first({}) == [ALWAYS]
    asked = what_to_ask_first({"context-place": "One bus.", "context-people": ""})
    assert len(asked) == 2
    assert asked[0].startswith("How would people get to it")


def test_only_a_draft_is_changed_and_only_what_is_in_review_is_agreed_to() -> None:
    assert rules.entry_may_change("draft") is None
    assert rules.entry_may_change("published") == "entry-not-a-draft"
    assert rules.consent_may_be_given("in-review") is None
    assert rules.consent_may_be_given("draft") == "entry-not-in-review"

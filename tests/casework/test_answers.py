"""One answer is one row: only what changed is written, and nobody overwrites somebody else."""

import pytest

from grantflow.casework.answering import choose_answer, save_answers
from grantflow.casework.queries import answers_of, list_answers, list_rivals
from grantflow.db import db
from grantflow.errors import NotFound, Stale
from tests.conftest import NOON
from tests.factories import a_member, an_application, an_organisation, at_noon

pytestmark = pytest.mark.usefixtures("app")


def test_only_what_changed_is_written() -> None:
    organisation = an_organisation()
    joan, dai = a_member(organisation), a_member(organisation)
    case = an_application(organisation=organisation)

    save_answers(case, {"project-title": "Kitchen", "areas": ["E23000002"]}, at_noon(joan))
    save_answers(
        case, {"project-title": "Kitchen", "areas": ["E23000002", "E23000006"]}, at_noon(dai, days=1)
    )

    areas, title = list_answers(case.id)
    assert (title.value, title.revision, title.saved_by_id, title.saved_at) == ("Kitchen", 1, joan.id, NOON)
    assert (areas.revision, areas.saved_by_id) == (2, dai.id)


def test_two_people_on_one_page_keep_each_others_answers() -> None:
    organisation = an_organisation()
    joan, dai = a_member(organisation), a_member(organisation)
    case = an_application(organisation=organisation)
    save_answers(case, {"project-title": "Kitchen", "what-you-will-do": "Cook."}, at_noon(joan))
    page = {"project-title": 1, "what-you-will-do": 1}

    save_answers(case, {"project-title": "Big kitchen"}, at_noon(joan), revisions=page)
    save_answers(
        case,
        {"project-title": "Big kitchen", "what-you-will-do": "Cook together."},
        at_noon(dai),
        revisions=page,
    )

    assert answers_of(case.id) == {"project-title": "Big kitchen", "what-you-will-do": "Cook together."}


def test_an_answer_that_somebody_changed_meanwhile_is_refused_and_nothing_is_saved() -> None:
    organisation = an_organisation()
    joan, dai = a_member(organisation), a_member(organisation)
    case = an_application(organisation=organisation)
    save_answers(case, {"project-title": "Kitchen", "what-you-will-do": "Cook."}, at_noon(joan))
    page = {"project-title": 1, "what-you-will-do": 1}
    save_answers(case, {"project-title": "Big kitchen"}, at_noon(joan), revisions=page)
    db.session.commit()

    with pytest.raises(Stale) as refusal:
        save_answers(
            case, {"project-title": "Small kitchen", "what-you-will-do": "Eat."}, at_noon(dai), revisions=page
        )

    assert [reason.facts for reason in refusal.value.reasons] == [{"question": "project-title"}]
    db.session.rollback()
    assert answers_of(case.id) == {"project-title": "Big kitchen", "what-you-will-do": "Cook."}


def test_a_first_answer_that_somebody_gave_meanwhile_is_refused_too() -> None:
    case = an_application()
    save_answers(case, {"project-title": "Kitchen"}, at_noon(), revisions={"project-title": 0})

    with pytest.raises(Stale):
        save_answers(case, {"project-title": "Garden"}, at_noon(), revisions={"project-title": 0})


def test_both_answers_are_kept_where_that_was_asked_for_and_the_rest_is_saved() -> None:
    organisation = an_organisation()
    joan, dai = a_member(organisation), a_member(organisation)
    case = an_application(organisation=organisation)
    save_answers(case, {"project-title": "Kitchen", "what-you-will-do": "Cook."}, at_noon(joan))
    page = {"project-title": 1, "what-you-will-do": 1}
    save_answers(case, {"project-title": "Big kitchen"}, at_noon(joan), revisions=page)

    for title in ("Small kitchen", "Smaller kitchen"):
        typed = {"project-title": title, "what-you-will-do": "Eat."}
        save_answers(case, typed, at_noon(dai), revisions=page, keep_both=True)

    assert answers_of(case.id) == {"project-title": "Big kitchen", "what-you-will-do": "Eat."}
    (rival,) = list_rivals(case.id)
    assert (rival.question_key, rival.value, rival.saved_by_id) == (
        "project-title",
        "Smaller kitchen",
        dai.id,
    )


@pytest.mark.parametrize(("use_rival", "title"), [(True, "Small kitchen"), (False, "Big kitchen")])
def test_somebody_chooses_between_two_answers_once(use_rival: bool, title: str) -> None:
    organisation = an_organisation()
    joan, dai = a_member(organisation), a_member(organisation)
    case = an_application(organisation=organisation)
    save_answers(case, {"project-title": "Big kitchen"}, at_noon(joan), revisions={"project-title": 0})
    save_answers(
        case, {"project-title": "Small kitchen"}, at_noon(dai), revisions={"project-title": 0}, keep_both=True
    )
    (rival,) = list_rivals(case.id)

    choose_answer(case, rival.id, at_noon(joan), use_rival=use_rival)

    assert answers_of(case.id) == {"project-title": title}
    assert list_rivals(case.id) == []
    with pytest.raises(NotFound):
        choose_answer(case, rival.id, at_noon(joan), use_rival=True)


def test_the_parts_of_a_case_are_kept_apart() -> None:
    case = an_application()

    save_answers(case, {"story": "First."}, at_noon())
    save_answers(case, {"story": "Second."}, at_noon(), part="review")

    assert answers_of(case.id) == {"story": "First."}
    assert answers_of(case.id, "review") == {"story": "Second."}

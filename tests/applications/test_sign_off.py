"""A colleague may be asked to agree before an application is sent. Nobody has to ask."""

import pytest

from grantflow.accounts.models import User
from grantflow.applications import commands, sign_off
from grantflow.applications.models import Application
from grantflow.applications.queries import find_sign_off
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, NotFound
from tests.applications.filled import MICRO
from tests.factories import a_member, an_application, an_organisation, at_noon

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def draft() -> tuple[Application, User, User]:
    """With somebody who may send it, and the chair."""
    organisation = an_organisation()
    application = an_application(organisation=organisation, answers=MICRO)
    return application, a_member(organisation), a_member(organisation, "view")


def test_one_person_alone_sends_it(draft: tuple[Application, User, User]) -> None:
    application, sender, _ = draft

    with unit_of_work():
        commands.submit_application(application, at_noon(sender))

    assert application.stage == "submitted"


def test_it_waits_for_the_colleague_who_was_asked(draft: tuple[Application, User, User]) -> None:
    application, sender, chair = draft
    with unit_of_work():
        sign_off.ask_colleague(application, chair, at_noon(sender))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.submit_application(application, at_noon(sender))
    assert refusal.value.keys == ["sign-off-awaited"]
    assert application.stage == "draft"

    with pytest.raises(Forbidden), unit_of_work():
        sign_off.agree(application, at_noon(a_member(an_organisation())))
    with unit_of_work():
        sign_off.agree(application, at_noon(chair))
    with unit_of_work():
        commands.submit_application(application, at_noon(sender))
    assert application.stage == "submitted"


def test_only_the_colleague_who_was_asked_agrees(draft: tuple[Application, User, User]) -> None:
    application, sender, chair = draft
    with unit_of_work():
        sign_off.ask_colleague(application, chair, at_noon(sender))

    with pytest.raises(NotFound), unit_of_work():
        sign_off.agree(application, at_noon(sender))

    found = find_sign_off(application.id)
    assert found is not None
    assert found.agreed_at is None


def test_what_changes_afterwards_has_to_be_agreed_again_or_sent_without(
    draft: tuple[Application, User, User],
) -> None:
    application, sender, chair = draft
    with unit_of_work():
        sign_off.ask_colleague(application, chair, at_noon(sender))
    with unit_of_work():
        sign_off.agree(application, at_noon(chair))
    with unit_of_work():
        commands.save_section(application, {"project-title": "Another"}, at_noon(sender), revisions={})

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.submit_application(application, at_noon(sender))
    assert refusal.value.keys == ["sign-off-outdated"]

    with unit_of_work():
        sign_off.ask_nobody(application, at_noon(sender))
    with unit_of_work():
        commands.submit_application(application, at_noon(sender))
    assert application.stage == "submitted"

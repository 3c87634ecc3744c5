"""Partners are asked when they are named, asked again when what is said of them changes, and no more than that."""

import pytest

from grantflow.accounts.models import User
from grantflow.applications import commands
from grantflow.applications.models import Application
from grantflow.applications.partners import answer_as_partner, ask_again, ask_partners
from grantflow.applications.queries import list_partners
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Refused
from grantflow.permissions import Actor, Grant, Occasion, Role
from tests.applications.filled import WITH_PARTNERS
from tests.conftest import NOON
from tests.factories import a_member, an_application, an_organisation, at_noon

pytestmark = pytest.mark.usefixtures("app")

SECTION = "contact"


@pytest.fixture
def draft() -> tuple[Application, User]:
    organisation = an_organisation()
    return an_application(organisation=organisation, answers=WITH_PARTNERS), a_member(organisation)


def save(
    application: Application, user: User, rows: list[dict[str, object]], *, finished: str = SECTION
) -> None:
    with unit_of_work():
        commands.save_section(application, {"partners": rows}, at_noon(user), revisions={}, finished=finished)
    db.session.expire_all()


def say_yes(application: Application) -> None:
    for partner in list_partners(application.id):
        actor = Actor("Somebody", grants=(Grant(Role.PARTNER),), case_id=partner.id)
        with unit_of_work():
            answer_as_partner(partner, "yes", "Somebody", "", Occasion(actor, NOON))


def stages(application: Application) -> list[tuple[str, str]]:
    return [(each.title, each.stage) for each in list_partners(application.id)]


def test_a_partner_is_asked_as_soon_as_the_section_is_done(draft: tuple[Application, User]) -> None:
    application, user = draft
    rows = WITH_PARTNERS["partners"]

    save(application, user, rows[:1], finished="")
    assert stages(application) == []
    save(application, user, rows)

    assert [stage for _, stage in stages(application)] == ["asked"] * len(rows)


def test_what_was_confirmed_is_asked_again_when_the_share_changes_and_the_others_are_left_in_peace(
    draft: tuple[Application, User],
) -> None:
    application, user = draft
    first, *others = [dict(row) for row in WITH_PARTNERS["partners"]]
    save(application, user, [first, *others])
    say_yes(application)

    save(application, user, [first | {"share": 12_300}, *others])

    assert [stage for _, stage in stages(application)] == ["asked", *["confirmed"] * len(others)]
    partner = list_partners(application.id)[0]
    assert (partner.share_pence, partner.answer_name) == (12_300, "")


def test_a_partner_that_is_no_longer_named_is_taken_out(draft: tuple[Application, User]) -> None:
    application, user = draft
    first, *others = WITH_PARTNERS["partners"]
    save(application, user, [first, *others])

    save(application, user, [first])

    assert [stage for _, stage in stages(application)] == ["asked", *["removed"] * len(others)]


def test_sending_asks_nobody_a_second_time(draft: tuple[Application, User]) -> None:
    application, user = draft
    save(application, user, WITH_PARTNERS["partners"])
    say_yes(application)

    with unit_of_work():
        commands.submit_application(application, at_noon(user))

    assert {stage for _, stage in stages(application)} == {"confirmed"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"email": "samina@example.org"}, "partner-email-is-yours"),
        ({"share_pence": 99_999_900}, "partner-shares-too-large"),
    ],
)
def test_asking_again_has_to_hold_what_naming_has_to(
    draft: tuple[Application, User], change: dict[str, object], reason: str
) -> None:
    application, user = draft
    with unit_of_work():
        ask_partners(application, at_noon(user))
    partner = list_partners(application.id)[0]
    said = {"email": partner.contact_email, "role": partner.role, "share_pence": partner.share_pence}

    with pytest.raises(Refused) as refusal, unit_of_work():
        ask_again(partner, **said | change, occasion=at_noon(user), revision=partner.revision)  # type: ignore[arg-type]

    assert refusal.value.keys == [reason]
    db.session.refresh(partner)
    assert partner.contact_email == said["email"]


def test_what_a_partner_confirmed_stands_once_the_application_is_sent(
    draft: tuple[Application, User],
) -> None:
    application, user = draft
    save(application, user, WITH_PARTNERS["partners"])
    say_yes(application)
    with unit_of_work():
        commands.submit_application(application, at_noon(user))
    partner = list_partners(application.id)[0]

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        ask_again(
            partner, email="else@example.org", role="Less", share_pence=1, occasion=at_noon(user),
            revision=partner.revision,
        )  # fmt: skip

    assert refusal.value.keys == ["partner-has-answered"]
    db.session.refresh(partner)
    assert partner.stage == "confirmed"

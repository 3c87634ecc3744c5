"""A late code opens a closed round for one organisation, until it runs out."""

from datetime import timedelta

import pytest

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import Organisation, User
from grantflow.applications import commands
from grantflow.applications.late import give_late_code, use_late_code
from grantflow.applications.models import Application, LateCode
from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.errors import Forbidden, Refused
from grantflow.funds.models import Round
from grantflow.permissions import SYSTEM, Occasion
from tests.applications.filled import MICRO
from tests.conftest import NOON
from tests.factories import a_member, a_round, an_application, an_officer, an_organisation, at_noon

pytestmark = pytest.mark.usefixtures("app")

CLOSED = NOON - timedelta(hours=1)
UNTIL = NOON + timedelta(days=2)


@pytest.fixture
def closed() -> Round:
    return a_round(stage="closed", closes_at=CLOSED)


def a_code(round: Round) -> LateCode:
    with unit_of_work():
        return give_late_code(round, "ada@example.org", UNTIL, "She was in hospital.", at_noon(an_officer()))


def a_charity() -> tuple[Organisation, User]:
    organisation = an_organisation()
    return organisation, a_member(organisation)


def test_a_draft_that_the_round_closed_over_is_open_again_and_sent(closed: Round) -> None:
    organisation, member = a_charity()
    draft = an_application(round=closed, organisation=organisation, answers=MICRO)
    with unit_of_work():
        take_action(draft, "expire", Occasion(SYSTEM, NOON))

    code = a_code(closed).code.lower().replace("-", " ")
    with unit_of_work():
        begun = use_late_code(closed, organisation, code, at_noon(member))
    with unit_of_work():
        commands.submit_application(draft, at_noon(member))

    assert begun is not None
    assert begun.id == draft.id
    assert (draft.stage, draft.closes_at) == ("submitted", UNTIL)


def test_somebody_with_nothing_begun_may_begin(closed: Round) -> None:
    organisation, member = a_charity()
    with pytest.raises(Refused), unit_of_work():
        commands.start_application(closed, organisation, 450_000, at_noon(member))

    with unit_of_work():
        assert use_late_code(closed, organisation, a_code(closed).code, at_noon(member)) is None
    with unit_of_work():
        application = commands.start_application(closed, organisation, 450_000, at_noon(member))

    assert application.closes_at == UNTIL


def test_a_code_is_for_one_organisation(closed: Round) -> None:
    (first, ada), (second, ben) = a_charity(), a_charity()
    code = a_code(closed).code
    with unit_of_work():
        use_late_code(closed, first, code, at_noon(ada))

    with pytest.raises(Refused) as refusal, unit_of_work():
        use_late_code(closed, second, code, at_noon(ben))

    assert refusal.value.keys == ["late-code-unknown"]
    with pytest.raises(Refused), unit_of_work():
        commands.start_application(closed, second, 450_000, at_noon(ben))


def test_a_code_runs_out_to_the_second(closed: Round) -> None:
    organisation, member = a_charity()
    code = a_code(closed).code
    late = Occasion(actor_of(member), UNTIL + timedelta(seconds=1))

    with pytest.raises(Refused) as refusal, unit_of_work():
        use_late_code(closed, organisation, code, late)

    assert refusal.value.keys == ["late-code-over"]
    with unit_of_work():
        use_late_code(closed, organisation, code, at_noon(member))
    with pytest.raises(Refused), unit_of_work():
        commands.start_application(closed, organisation, 450_000, late)
    assert db.session.query(Application).count() == 0


def test_a_code_of_another_round_opens_nothing(closed: Round) -> None:
    organisation, member = a_charity()
    code = a_code(a_round(stage="closed", closes_at=CLOSED)).code

    with pytest.raises(Refused) as refusal, unit_of_work():
        use_late_code(closed, organisation, code, at_noon(member))

    assert refusal.value.keys == ["late-code-unknown"]


def test_a_code_is_given_by_those_who_run_the_round_and_for_a_time_to_come(closed: Round) -> None:
    _, member = a_charity()

    with pytest.raises(Forbidden), unit_of_work():
        give_late_code(closed, "me@example.org", UNTIL, "Please.", at_noon(member))
    with pytest.raises(Refused), unit_of_work():
        give_late_code(closed, "ada@example.org", NOON, "Too short.", at_noon(an_officer()))

    assert db.session.query(LateCode).count() == 0

"""An organisation agrees to what it read, and to nothing else."""

import pytest
from flask.testing import FlaskClient

from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.learning.commands import save_entry
from tests.factories import (
    a_learning_entry,
    a_member,
    a_regional_lead,
    an_application,
    an_award,
    an_evaluator,
    an_organisation,
    at_noon,
)
from tests.learning.filled import ENTRY
from tests.web.browser import hidden_fields, sign_in, words_of


@pytest.mark.parametrize(
    "answer", [{"answer": "yes"}, {"answer": "changes", "changes": "Say who lent the hall."}]
)
def test_an_answer_to_words_that_were_changed_since_is_refused(
    client: FlaskClient, answer: dict[str, str]
) -> None:
    organisation = an_organisation()
    award = an_award(application=an_application(stage="awarded", organisation=organisation))
    entry = a_learning_entry(award, stage="in-review", answers=ENTRY)
    address = f"/applicant/learning/{entry.id}"
    read = hidden_fields(sign_in(client, a_member(organisation)).get(address))
    with unit_of_work():
        take_action(entry, "return", at_noon(a_regional_lead()), note="Say more.")
        save_entry(entry, {"what-happened": "It did not work."}, at_noon(an_evaluator()))
        take_action(entry, "submit-for-review", at_noon(an_evaluator()))

    refused = client.post(address, data=read | answer)

    assert refused.status_code == 409
    db.session.expire_all()
    assert (entry.consent_given_at, entry.changes_wanted) == (None, "")
    page = client.get(address)
    assert "It did not work." in words_of(page)
    assert client.post(address, data=hidden_fields(page) | {"answer": "yes"}).status_code == 302
    db.session.expire_all()
    assert entry.consent_given_at is not None

"""Where an application is once it has been sent, in calm words and with a date."""

from datetime import date
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.applications.models import Application
from grantflow.applications.queries import form_of, sections_wanted, tier_of
from grantflow.casework.queries import open_actions
from grantflow.checks.asking import WAITING
from grantflow.checks.queries import list_check_queries
from grantflow.complaints.queries import list_own_complaints
from grantflow.core.calendar import end_of_day
from grantflow.feedback.queries import list_calls
from grantflow.feedback.rules import OFFERED_AT
from grantflow.notices.correspondence import last_facts, last_said
from grantflow.notices.queries import list_letters
from grantflow.permissions import Permission, allows
from grantflow.web.applicant.forms import SubmitForm
from grantflow.web.occasion import current_actor, this_occasion

# What happens at each stage, by the name of a part of the page. A decision that is held reads as assessment does.
PARTS = {
    "submitted": "received",
    "checking": "checking",
    "assessing": "assessing",
    "panel": "assessing",
    "to-award": "assessing",
    "to-reserve": "assessing",
    "to-decline": "assessing",
}


def page(application: Application) -> ResponseReturnValue:
    actions = {each.action.key: each for each in open_actions(application, this_occasion())}
    form, wanted = form_of(application), sections_wanted(application)
    asked = list_check_queries(application.id)[::-1]
    return render_template(
        "pages/applicant/status.html",
        application=application,
        tier=tier_of(application),
        part=PARTS.get(application.stage, application.stage),
        partners=[each for each in application.partners if each.stage != "removed"],
        letters=list_letters([application.id, *(each.id for each in asked)], current_actor()),
        question=next((each for each in asked if each.stage in WAITING), None),
        answered=next((each for each in asked if each.answered_at is not None), None),
        eligible_by=_eligible_by(application),
        wanted=[(str(form.section(key).title), key, words) for key, words in wanted.items()],
        may_withdraw="withdraw" in actions,
        is_late=_is_late(application),
        rule=last_facts(application.id, "mark-ineligible").get("rule_words", "")
        if application.stage == "ineligible"
        else "",
        **_since_the_answer(application),
    )


def _since_the_answer(application: Application) -> dict[str, Any]:
    """Calls about it, with what was said; complaints; and whether this person may ask for more of either."""
    actor = current_actor()
    calls = list_calls(application.id) if application.stage in OFFERED_AT else []
    may_ask = allows(actor, Permission.FEEDBACK_ASK, on=application)
    return {
        "call": next((each for each in calls if each.is_open), None),
        "past_calls": [
            (each, each.said or last_said(each.id, "not-possible"))
            for each in calls
            if each.stage in {"held", "not-held"}
        ],
        "may_ask_for_call": application.stage in OFFERED_AT and may_ask,
        "complaints": list_own_complaints(application.id, actor),
        "may_complain": allows(actor, Permission.COMPLAINT_MAKE, on=application),
        "form": SubmitForm(),
    }


def _is_late(application: Application) -> bool:
    promised = application.decide_by
    return application.is_open and promised is not None and end_of_day(promised) < this_occasion().at


def _eligible_by(application: Application) -> date | None:
    """By when they hear if it cannot be considered, while that is still to come."""
    by = application.eligible_by if application.eligibility_is_open else None
    return by if by is not None and end_of_day(by) >= this_occasion().at else None

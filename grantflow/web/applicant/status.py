"""Where an application is once it has been sent, in calm words and with a date."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.applications.models import Application
from grantflow.applications.queries import form_of, sections_wanted, tier_of
from grantflow.casework.queries import open_actions
from grantflow.complaints.queries import list_own_complaints
from grantflow.feedback.queries import list_calls
from grantflow.feedback.rules import OFFERED_AT
from grantflow.notices.correspondence import last_said
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
    return render_template(
        "pages/applicant/status.html",
        application=application,
        tier=tier_of(application),
        part=PARTS.get(application.stage, application.stage),
        partners=[each for each in application.partners if each.stage != "removed"],
        letters=list_letters([application.id], current_actor()),
        wanted=[(str(form.section(key).title), key, words) for key, words in wanted.items()],
        may_withdraw="withdraw" in actions,
        is_late=_is_late(application),
        rule=last_said(application.id, "mark-ineligible") if application.stage == "ineligible" else "",
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
    promised = application.promised_at()
    return application.is_open and promised is not None and promised < this_occasion().at

"""Where an application is once it has been sent, in calm words and with a date."""

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.applications.models import Application
from grantflow.applications.queries import form_of, sections_wanted, tier_of
from grantflow.casework.queries import open_actions
from grantflow.notices.queries import list_letters
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
    )


def _is_late(application: Application) -> bool:
    promised = application.promised_at()
    return application.is_open and promised is not None and promised < this_occasion().at

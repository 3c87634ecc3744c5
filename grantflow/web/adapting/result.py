"""What came of trying it: written, sent, and shown beside what it began from."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.commands import take_action
from grantflow.casework.queries import list_answers
from grantflow.db import unit_of_work
from grantflow.documents.uploads import Upload
from grantflow.learning import adaptations, adapting
from grantflow.learning.adaptation_models import Adaptation
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.adapting import bp
from grantflow.web.adapting.planning import get_to_write
from grantflow.web.filling import Filling, filling, keep_posted
from grantflow.web.occasion import this_occasion
from grantflow.web.tried import expected_of


@bp.route("/<uuid:adaptation_id>/result", methods=["GET", "POST"])
@requires(Permission.ADAPTATION_WRITE)
def result(adaptation_id: UUID) -> ResponseReturnValue:
    adaptation = get_to_write(adaptation_id, {"being-tried"})
    form = adaptations.result_form()
    page = filling(adaptation.id, form, [section.key for section in form.sections], part=adaptations.RESULT)
    if request.method == "POST" and (_keep(adaptation, page) or "later" in request.form):
        if "later" not in request.form:
            with unit_of_work():
                take_action(adaptation, "tell-result", this_occasion())
            flash("Thank you. What happened now stands beside what it began from.")
        return redirect(url_for("adapting.plan", adaptation_id=adaptation.id))
    return render_template(
        "pages/adapting/result.html", adaptation=adaptation, page=page, expected=expected_of(adaptation)
    )


def _keep(adaptation: Adaptation, page: Filling) -> bool:
    def keep(answers: dict[str, Any], revisions: dict[str, int], _uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            adapting.save_result(adaptation, answers, this_occasion(), revisions=revisions)

    clean = keep_posted(page, keep)
    page.kept = {answer.question_key: answer for answer in list_answers(adaptation.id, adaptations.RESULT)}
    return clean

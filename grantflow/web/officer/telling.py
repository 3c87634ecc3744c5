"""Telling everyone: each letter before it goes, and how far the run is after the button was pressed."""

from io import BytesIO
from uuid import UUID

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from grantflow.db import rehearsal
from grantflow.documents.rules import PDF
from grantflow.funds.queries import get_round
from grantflow.notices.letters import letter_pdf
from grantflow.notices.preview import decision_letter
from grantflow.notices.queries import telling_of
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import load


@bp.route("/applications/<uuid:application_id>/decision/letter")
@requires(Permission.APPLICATION_RELEASE)
def preview_letter(application_id: UUID) -> ResponseReturnValue:
    """The letter as it would go now. It is made from the case, so nothing is kept that could grow old."""
    found, at = load(application_id, Permission.APPLICATION_RELEASE), this_occasion().at
    name = f"Preview {found.reference}.pdf"
    with rehearsal():
        content = decision_letter(found.id, at)
    answer = send_file(BytesIO(letter_pdf(content, made_at=at)), PDF, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.route("/rounds/<uuid:round_id>/release/progress")
@requires(Permission.ROUND_RUN)
def release_progress(round_id: UUID) -> ResponseReturnValue:
    found = get_round(round_id, current_actor(), Permission.ROUND_RUN)
    return render_template("pages/officer/release-progress.html", round=found, telling=telling_of(found.id))

"""What a round taught, as a PDF that anybody may open: its figures are rounded for the public."""

from io import BytesIO
from uuid import UUID

from flask import send_file
from flask.typing import ResponseReturnValue

from grantflow.documents import store
from grantflow.errors import NotFound
from grantflow.funds.queries import get_public_round
from grantflow.notices.models import Letter
from grantflow.notices.queries import list_letters
from grantflow.web.access import public
from grantflow.web.public import bp


@bp.route("/rounds/<slug>/summary")
@public
def round_summary(slug: str) -> ResponseReturnValue:
    summary = find_summary(get_public_round(slug).id)
    if summary is None or summary.document is None:
        raise NotFound("summary of round", slug)
    found = summary.document
    return send_file(
        BytesIO(store.get(found.sha256)), mimetype=found.content_type, download_name=found.filename
    )


def find_summary(round_id: UUID) -> Letter | None:
    """The newest summary of a round, once one has been made."""
    made = (each for each in list_letters([round_id]) if each.notice == "round-summary" and each.document)
    return next(made, None)

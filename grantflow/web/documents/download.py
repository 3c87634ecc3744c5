"""Send a file: ours to look at, anybody else's to save."""

from io import BytesIO
from uuid import UUID

from flask import send_file
from flask.typing import ResponseReturnValue

from grantflow.documents import store
from grantflow.documents.queries import get_document
from grantflow.documents.rules import PDF
from grantflow.web.access import signed_in
from grantflow.web.documents import bp
from grantflow.web.occasion import current_actor


@bp.route("/documents/<uuid:document_id>")
@signed_in
def download(document_id: UUID) -> ResponseReturnValue:
    """What somebody uploaded is never shown inside this site, whatever it says it is."""
    document = get_document(document_id, current_actor())
    ours = document.kind != "upload" and document.content_type == PDF
    response = send_file(
        BytesIO(store.get(document.sha256)),
        mimetype=document.content_type,
        as_attachment=not ours,
        download_name=document.filename,
    )
    # A browser shows no PDF that may load nothing at all.
    response.headers["Content-Security-Policy"] = (
        "default-src 'self'" if ours else "default-src 'none'; sandbox"
    )
    # Whoever uses this browser, or this proxy, next has no business with it.
    response.headers["Cache-Control"] = "private, no-store"
    return response

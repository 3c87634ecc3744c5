"""Every question of one size of grant as a file, made from the form as it is when it is asked for."""

from hashlib import sha256
from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from grantflow.applications import sizes
from grantflow.applications.queries import tiers_offered
from grantflow.errors import NotFound
from grantflow.funds.pins import form_in_round, pins_of
from grantflow.funds.queries import get_public_round
from grantflow.notices.question_paper import QuestionPaper, paper_pdf, question_paper
from grantflow.notices.word import paper_document
from grantflow.web.access import public
from grantflow.web.public import bp

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# For how long a browser need not ask again. The named person may change, so not for long.
AN_HOUR = 3600


@bp.route("/rounds/<slug>/questions/<tier>.pdf")
@public
def questions_pdf(slug: str, tier: str) -> ResponseReturnValue:
    return _sent(paper_pdf(_paper(slug, tier)), PDF, f"questions-{slug}-{tier}.pdf")


@bp.route("/rounds/<slug>/questions/<tier>.docx")
@public
def questions_word(slug: str, tier: str) -> ResponseReturnValue:
    return _sent(paper_document(_paper(slug, tier)), WORD, f"questions-{slug}-{tier}.docx")


def _paper(slug: str, tier_key: str) -> QuestionPaper:
    """:raises NotFound: if there is no such round, or it does not give awards of this size"""
    round = get_public_round(slug)
    spans = sizes.spans(tiers_offered(round), min_pence=round.min_pence, max_pence=round.max_pence)
    span = next((each for each in spans if each.tier.key == tier_key), None)
    if span is None:
        raise NotFound("size", tier_key)
    return question_paper(round, span, form_in_round(pins_of(round.id), span.tier.form))


def _sent(file: bytes, kind: str, name: str) -> ResponseReturnValue:
    """Anybody may keep it for an hour, and afterwards ask whether it is still the same."""
    return send_file(
        BytesIO(file),
        mimetype=kind,
        download_name=name,
        as_attachment=kind == WORD,
        max_age=AN_HOUR,
        etag=sha256(file).hexdigest(),
    )

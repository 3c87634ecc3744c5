"""Have a summary printed now rather than at the next quarter, and see how far it is."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.funds.models import Round
from grantflow.funds.outcomes import OUTCOMES
from grantflow.funds.queries import list_public_rounds
from grantflow.notices.printed import ask_for_summary, get_printed
from grantflow.permissions import Permission
from grantflow.places.queries import list_regions
from grantflow.web.access import requires
from grantflow.web.occasion import this_occasion
from grantflow.web.officer import bp
from grantflow.web.public.summaries import SUMMARISED


@bp.route("/summaries", methods=["POST"])
@requires(Permission.LEARNING_WRITE)
def make_summary() -> ResponseReturnValue:
    kind, about = request.form.get("kind", ""), request.form.get("about", "")
    _where_it_is_read(kind, about)
    with unit_of_work():
        found = ask_for_summary(kind, about, this_occasion())
    return redirect(url_for("officer.summary", printed_id=found.id))


@bp.route("/summaries/<uuid:printed_id>")
@requires(Permission.LEARNING_WRITE)
def summary(printed_id: UUID) -> ResponseReturnValue:
    found = get_printed(printed_id)
    title, page, pdf = _where_it_is_read(found.kind, found.about)
    return render_template("pages/officer/summary.html", printed=found, title=title, page=page, pdf=pdf)


def _where_it_is_read(kind: str, about: str) -> tuple[str, str, str]:
    """Its title, its page and its PDF.

    :raises NotFound: of what staff may not have printed, or what there is not
    """
    match kind:
        case "theme" if about in OUTCOMES:
            return (
                OUTCOMES[about],
                url_for("public.theme_learned", key=about),
                url_for("public.theme_learned_pdf", key=about),
            )
        case "region":
            for region in list_regions():
                if region.code == about:
                    pdf = url_for("public.region_learned_pdf", slug=region.slug)
                    return region.name, url_for("public.region_learned", slug=region.slug), pdf
        case "round":
            found = _round(about)
            pdf = url_for("public.round_summaries_pdf", slug=found.slug)
            return found.title, url_for("public.round_learned", slug=found.slug), pdf
    raise NotFound("summary", kind)


def _round(about: str) -> Round:
    for found in list_public_rounds():
        if str(found.id) == about and found.stage in SUMMARISED:
            return found
    raise NotFound("round", about)

"""What was learned, summed up for anybody: of a grant, a round, a theme and a region, as a page and as a PDF."""

from io import BytesIO
from uuid import UUID

from flask import render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from grantflow.awards.models import Award
from grantflow.db import db
from grantflow.documents import store
from grantflow.errors import NotFound
from grantflow.funds.models import Round
from grantflow.funds.outcomes import OUTCOMES
from grantflow.funds.queries import get_public_round, list_public_rounds
from grantflow.notices.compose_across import get_region, region_summary, theme_summary
from grantflow.notices.models import Letter, PrintedSummary
from grantflow.notices.printed import award_page, find_current, round_page
from grantflow.notices.queries import list_letters
from grantflow.notices.summaries import Summary, content_of, names_of
from grantflow.permissions import Permission
from grantflow.places.queries import list_regions
from grantflow.reports.learned import outcomes_shown, regions_shown, shown_awards_of
from grantflow.web.access import public
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.public import bp

PDF = "application/pdf"
# The stages of a round that has a summary: one is made when its learning begins, another when it ends.
SUMMARISED = ("learning", "archived")


@bp.route("/learning/summaries")
@public
def summaries() -> ResponseReturnValue:
    themes, regions = outcomes_shown(), regions_shown()
    return render_template(
        "pages/public/summaries.html",
        themes={key: name for key, name in OUTCOMES.items() if key in themes},
        regions=[each for each in list_regions() if each.code in regions],
        rounds=_summed_up(),
    )


@bp.route("/learning/themes/<key>")
@public
def theme_learned(key: str) -> ResponseReturnValue:
    summary = theme_summary(key, this_occasion().at)
    pdf = url_for("public.theme_learned_pdf", key=key) if find_current("theme", key) else ""
    return _page(summary, pdf, make=("theme", key), progress=url_for("public.theme", outcome=key))


@bp.route("/learning/themes/<key>.pdf")
@public
def theme_learned_pdf(key: str) -> ResponseReturnValue:
    return _sent(find_current("theme", key), f"learned-{key}.pdf")


@bp.route("/learning/regions/<slug>")
@public
def region_learned(slug: str) -> ResponseReturnValue:
    found = get_region(slug)
    pdf = url_for("public.region_learned_pdf", slug=slug) if find_current("region", found.code) else ""
    return _page(region_summary(found, this_occasion().at), pdf, make=("region", found.code))


@bp.route("/learning/regions/<slug>.pdf")
@public
def region_learned_pdf(slug: str) -> ResponseReturnValue:
    return _sent(find_current("region", get_region(slug).code), f"learned-{slug}.pdf")


@bp.route("/learning/grants/<uuid:award_id>")
@public
def grant_summary(award_id: UUID) -> ResponseReturnValue:
    award = db.session.get(Award, award_id)
    summary = award_page(award, this_occasion().at) if award else None
    if summary is None:
        raise NotFound("summary of grant", award_id)
    has_pdf = find_current("award", str(award_id))
    return _page(summary, url_for("public.grant_summary_pdf", award_id=award_id) if has_pdf else "")


@bp.route("/learning/grants/<uuid:award_id>.pdf")
@public
def grant_summary_pdf(award_id: UUID) -> ResponseReturnValue:
    return _sent(find_current("award", str(award_id)), "what-a-grant-taught-us.pdf")


@bp.route("/rounds/<slug>/learned")
@public
def round_learned(slug: str) -> ResponseReturnValue:
    """As it stands today; the PDF is as it stood when the round's learning began, or when it ended."""
    found = _summarised(slug)
    everything = find_current("round", str(found.id))
    return _page(
        round_page(found, this_occasion().at),
        url_for("public.round_summary", slug=slug),
        make=("round", str(found.id)),
        grants=shown_awards_of(found.id),
        everything=url_for("public.round_summaries_pdf", slug=slug) if everything else "",
    )


@bp.route("/rounds/<slug>/learned/all.pdf")
@public
def round_summaries_pdf(slug: str) -> ResponseReturnValue:
    return _sent(find_current("round", str(_summarised(slug).id)), f"all-learned-{slug}.pdf")


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


def _summed_up() -> list[Round]:
    """The rounds that have a summary, the newest first."""
    rounds = [each for each in reversed(list_public_rounds()) if each.stage in SUMMARISED]
    letters = list_letters([each.id for each in rounds])
    made = {each.about_id for each in letters if each.notice == "round-summary" and each.document}
    return [each for each in rounds if each.id in made]


def _summarised(slug: str) -> Round:
    """:raises NotFound: until its summary has been made and its people were told of it"""
    found = get_public_round(slug)
    if found.stage not in SUMMARISED or find_summary(found.id) is None:
        raise NotFound("summary of round", slug)
    return found


def _page(
    summary: Summary, pdf: str, *, make: tuple[str, str] | None = None, **names: object
) -> ResponseReturnValue:
    """:param make: what staff may have printed anew from here: a kind of summary, and of what"""
    may_make = make is not None and current_actor().holds_as_staff(Permission.LEARNING_WRITE)
    return render_template(
        "pages/public/summary.html",
        content=content_of(summary),
        pdf=pdf,
        make=make if may_make else None,
        **names_of(summary),
        **names,
    )


def _sent(found: PrintedSummary | None, name: str) -> ResponseReturnValue:
    if found is None:
        raise NotFound("summary", name)
    return send_file(BytesIO(store.get(found.sha256)), mimetype=PDF, download_name=name)

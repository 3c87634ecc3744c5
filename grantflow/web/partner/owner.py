"""An owner outside the fund decides whether their part of the system takes something up. The link works once."""

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from grantflow.accounts.links import read_link, spend_link
from grantflow.accounts.models import Link, LinkPurpose
from grantflow.accounts.queries import tidy_email
from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.errors import LinkSpent
from grantflow.learning.embedding_commands import decide
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.embedding_rules import UNDECIDED
from grantflow.permissions import Occasion, Permission
from grantflow.web.access import public
from grantflow.web.occasion import clock
from grantflow.web.partner import bp
from grantflow.web.partner.links import behind, by_link
from grantflow.web.taking_up import TakeUpForm, about


@bp.route("/take-up/<token>", methods=["GET", "POST"])
@public
def take_up(token: str) -> ResponseReturnValue:
    """A GET spends nothing: mail scanners open links too."""
    at = clock().now()
    decision = _decision(read_link(token, LinkPurpose.OWNER, at))
    if decision.stage not in UNDECIDED:
        raise LinkSpent(LinkPurpose.OWNER)
    form = TakeUpForm(today=local_date(at))
    if form.validate_on_submit():
        with unit_of_work():
            decision = _decision(spend_link(token, LinkPurpose.OWNER, at))
            decide(
                decision,
                form.choice.data,
                Occasion(by_link(f"{decision.owner_name}, {decision.owner_role}", decision.id), at),
                reason=form.reason.data or "",
                look_again=form.look_again.data,
            )
        session["answered"] = decision.title
        return redirect(url_for("partner.thanks"))
    return render_template("pages/partner/take-up.html", decision=decision, form=form, **about(decision))


def _decision(link: Link) -> EmbeddingDecision:
    """:raises LinkSpent: unless it was sent to the owner outside who is asked now"""
    decision = behind(
        link,
        EmbeddingDecision,
        Permission.EMBEDDING_DECIDE,
        joinedload(EmbeddingDecision.entry),
        joinedload(EmbeddingDecision.asked_by),
    )
    if decision.owner_id is not None or link.email != tidy_email(decision.owner_email):
        raise LinkSpent(LinkPurpose.OWNER)
    return decision

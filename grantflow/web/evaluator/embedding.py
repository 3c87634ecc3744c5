"""Into the rest of the system: ask somebody to decide, see what is waited for, take an owner's answer."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.queries import get_user
from grantflow.casework.commands import take_action
from grantflow.casework.queries import open_actions
from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.learning import embedding, queries
from grantflow.learning import embedding_commands as commands
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.embedding_rules import UNDECIDED
from grantflow.notices.compose_embedding import part_in_words
from grantflow.permissions import Permission
from grantflow.places.queries import names_of_regions
from grantflow.web.access import requires
from grantflow.web.evaluator import bp
from grantflow.web.evaluator.embedding_forms import OUTSIDE, AskToTakeUpForm
from grantflow.web.occasion import current_official, this_occasion
from grantflow.web.officer.forms import TakeForm
from grantflow.web.taking_up import TakeUpForm, about
from grantflow.web.tried import TAKEN_UP

# What whoever asked may do; the owner's four answers have a page of their own.
OF_THE_ASKER = ("ask-again", "withdraw")


@bp.route("/embedding")
@requires(Permission.EMBEDDING_DECIDE)
def taking_up() -> ResponseReturnValue:
    viewer, today = current_official(), local_date(this_occasion().at)
    waiting = embedding.list_undecided(viewer)
    return render_template(
        "pages/evaluator/taking-up.html",
        waiting=[_line(each, (today - local_date(each.asked_at)).days) for each in waiting],
        mine=[each for each in waiting if each.owner_id == viewer.user_id],
        decided=[_line(each, 0) for each in embedding.list_decided(viewer)],
        decided_words=TAKEN_UP,
        regions=names_of_regions(),
        today=today,
    )


@bp.route("/learning/<uuid:entry_id>/take-up", methods=["GET", "POST"])
@requires(Permission.EMBEDDING_ASK)
def ask_to_take_up(entry_id: UUID) -> ResponseReturnValue:
    entry, viewer = queries.get_published(entry_id), current_official()
    mine = viewer.regions(Permission.EMBEDDING_ASK)
    regions = {code: name for code, name in names_of_regions().items() if mine is None or code in mine}
    here = entry.region_code if entry.region_code in regions else next(iter(regions))
    form = AskToTakeUpForm(region=here)
    form.offer(regions, embedding.list_owners(list(regions)))
    by = form.decide_by
    if form.validate_on_submit() and (owner := _owner(form)) is not None and by.data is not None:
        with unit_of_work():
            decision = commands.ask_for_decision(
                queries.get_published(entry_id), owner, region_code=form.region.data, part=form.part.data,
                part_words=" ".join((form.part_words.data or "").split()), decide_by=by.data,
                occasion=this_occasion(),
            )  # fmt: skip
        flash(f"{owner.name} has been asked.")
        return redirect(url_for("evaluator.decision_to_take_up", decision_id=decision.id))
    return render_template("pages/evaluator/ask-to-take-up.html", entry=entry, form=form)


@bp.route("/embedding/<uuid:decision_id>", methods=["GET", "POST"])
@requires(Permission.EMBEDDING_DECIDE)
def decision_to_take_up(decision_id: UUID) -> ResponseReturnValue:
    """The case; for its owner, while it is undecided, with the form that decides it."""
    decision, occasion = _get(decision_id), this_occasion()
    is_owner = decision.owner_id == occasion.actor.user_id and decision.stage in UNDECIDED
    form = TakeUpForm(revision=decision.revision, today=local_date(occasion.at))
    if is_owner and form.validate_on_submit():
        with unit_of_work():
            commands.decide(
                decision, form.choice.data, occasion, reason=form.reason.data or "",
                look_again=form.look_again.data, expected_revision=form.read_revision,
            )  # fmt: skip
        flash("Thank you. Your decision now stands with the entry.")
        return redirect(url_for("evaluator.decision_to_take_up", decision_id=decision.id))
    return render_template(
        "pages/evaluator/decision-to-take-up.html",
        decision=decision,
        form=form if is_owner else None,
        waited=(local_date(occasion.at) - local_date(decision.asked_at)).days,
        undecided=decision.stage in UNDECIDED,
        decided_words=TAKEN_UP,
        actions=_of_the_asker(decision),
        **about(decision),
    )


@bp.route("/embedding/<uuid:decision_id>/<action>", methods=["GET", "POST"])
@requires(Permission.EMBEDDING_ASK)
def act_on_taking_up(decision_id: UUID, action: str) -> ResponseReturnValue:
    decision = _get(decision_id)
    found = {each.action.key: each for each in _of_the_asker(decision)}
    if action not in found:
        raise NotFound("action", action)
    chosen = found[action]
    form = TakeForm(revision=decision.revision)
    form.ask_for(chosen.action)
    back = url_for("evaluator.decision_to_take_up", decision_id=decision.id)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(
                decision, action, this_occasion(), note=form.words, expected_revision=form.read_revision
            )
        flash(f"Done: {chosen.action.label}.")
        return redirect(back)
    return render_template(
        "pages/officer/grant-action.html", case=decision, form=form, chosen=chosen, back=back
    )


def _get(decision_id: UUID) -> EmbeddingDecision:
    return embedding.get_decision(decision_id, current_official())


def _of_the_asker(decision: EmbeddingDecision) -> list[Any]:
    found = open_actions(decision, this_occasion())
    return [each for each in found if each.action.key in OF_THE_ASKER]


def _owner(form: AskToTakeUpForm) -> commands.Owner | None:
    """Who was chosen; None, with a word beside the box, where they do not decide in that region."""
    role = " ".join((form.role.data or "").split())
    if form.owner.data == OUTSIDE:
        name = " ".join((form.name.data or "").split())
        return commands.Owner(name, role, email=(form.email.data or "").strip())
    user = get_user(UUID(form.owner.data))
    if user not in embedding.list_owners([form.region.data]):
        form.owner.errors = [
            f"{user.name} does not decide in that region. Choose somebody else, or another region"
        ]
        return None
    return commands.Owner(user.name, role, user_id=user.id)


def _line(decision: EmbeddingDecision, waited: int) -> dict[str, Any]:
    return {"decision": decision, "part": part_in_words(decision), "waited": waited}

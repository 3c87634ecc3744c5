"""Start an application, save its answers, send it, take it back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from grantflow.accounts.models import Organisation
from grantflow.applications import rules, sizes
from grantflow.applications.models import Application
from grantflow.applications.queries import find_draft, form_of, tiers_offered
from grantflow.casework.commands import lock, open_case, save_answers, take_action
from grantflow.casework.models import Answer
from grantflow.casework.queries import answers_of
from grantflow.db import db
from grantflow.documents.models import Document
from grantflow.documents.uploads import Upload, keep_upload
from grantflow.engine.form import Kind
from grantflow.engine.questions import Stored, stored_file
from grantflow.errors import NotFound, Reason, Refused, Stale, TooLate
from grantflow.funds.models import Round
from grantflow.funds.pins import form_in_round, pins_of
from grantflow.permissions import Occasion, Permission, require

AMOUNT = "amount-requested"
UNTITLED = "New application"


def start_application(
    round: Round, organisation: Organisation, amount_pence: int, occasion: Occasion
) -> Application:
    """Begin a draft on the form that the amount asks for.

    :raises Refused: if the round is not open, cannot give that amount, or has a draft of theirs already
    """
    _refuse(
        _not_open(round, occasion),
        _not_given(round, amount_pence),
    )
    # Held until the end, so that two presses of the button make one draft.
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    if find_draft(round.id, organisation.id) is not None:
        raise Refused([Reason("draft-already-begun", {"organisation": organisation.name})])
    tier = sizes.pick_tier(amount_pence, tiers_offered(round))
    pins = pins_of(round.id)
    form = form_in_round(pins, tier.form)
    application = Application(
        title=UNTITLED, round_id=round.id, region_code=round.region_code, organisation_id=organisation.id,
        assigned_to_id=round.assigned_to_id, applicant_name=organisation.name,
        applicant_income_pence=organisation.income_pence, amount_pence=amount_pence, tier_key=tier.key,
        form_key=form.key, form_version=form.version, started_by_id=occasion.actor.user_id,
        closes_at=round.closes_at,
    )  # fmt: skip
    require(occasion.actor, Permission.APPLICATION_WRITE, on=application)
    open_case(application, occasion, version=pins.get(("workflow", "application")))
    save_answers(application, {AMOUNT: amount_pence}, occasion)
    return application


def save_section(
    application: Application,
    values: Mapping[str, Stored],
    occasion: Occasion,
    *,
    revisions: Mapping[str, int],
    uploads: Mapping[str, Sequence[Upload]] | None = None,
) -> dict[str, Answer]:
    """Save the answers of one page. A new amount may move it to another size, and so to another form.

    :param revisions: of each answer, as the person's page had it
    :raises TooLate: if the round has closed
    :raises Stale: if the application was sent meanwhile, or somebody else changed the same answer
    :raises Refused: if the round cannot give the amount
    """
    lock(application)
    require(occasion.actor, Permission.APPLICATION_WRITE, on=application)
    _refuse_late(application, occasion)
    values = dict(values)
    if AMOUNT in values:
        _refuse(_not_given(application.round, values[AMOUNT]))
    for question_key, files in (uploads or {}).items():
        values[question_key] = _with_files(application, question_key, files, occasion)
    kept = _save(application, values, occasion, revisions)
    _follow(application, values)
    return kept


def remove_file(application: Application, question_key: str, document_id: str, occasion: Occasion) -> None:
    """Take a file out of an answer. Its bytes stay stored: somebody else may have sent the same.

    :raises NotFound: if the answer holds no such file
    """
    lock(application)
    require(occasion.actor, Permission.APPLICATION_WRITE, on=application)
    _refuse_late(application, occasion)
    asked_for = {each.key for each in form_of(application).questions() if each.type is Kind.FILE}
    files = (answers_of(application.id).get(question_key) or []) if question_key in asked_for else []
    left = [each for each in files if each["document"] != document_id]
    if len(left) == len(files):
        raise NotFound("file", document_id)
    save_answers(application, {question_key: left}, occasion)
    db.session.execute(
        delete(Document).where(Document.id == UUID(document_id), Document.case_id == application.id)
    )


def submit_application(application: Application, occasion: Occasion) -> bool:
    """Send it, once however often the button is pressed. False: it had been sent already.

    :raises ActionUnavailable: with everything that is in the way
    """
    require(occasion.actor, Permission.APPLICATION_SUBMIT, on=application)
    lock(application)
    if application.submitted_at is not None:
        return False
    take_action(application, "submit", occasion)
    return True


def _save(
    application: Application, values: dict[str, Any], occasion: Occasion, revisions: Mapping[str, int]
) -> dict[str, Answer]:
    """Save, and let a refusal name each question as the page does."""
    try:
        return save_answers(application, values, occasion, revisions=dict(revisions))
    except Stale as stale:
        form = form_of(application)
        labels = [str(form.question(str(each.facts["question"])).label) for each in stale.reasons]
        raise Stale([Reason("answer-moved-on", {"question": label}) for label in labels]) from stale


def _follow(application: Application, values: Mapping[str, Stored]) -> None:
    """What stands on the application itself and follows its answers."""
    if title := values.get("project-title"):
        application.title = title
    amount = values.get(AMOUNT)
    if amount is None or amount == application.amount_pence:
        return
    tier = sizes.pick_tier(amount, tiers_offered(application.round))
    application.amount_pence = amount
    if tier.key != application.tier_key:
        form = form_in_round(pins_of(application.round.id), tier.form)
        application.tier_key, application.form_key, application.form_version = (
            tier.key,
            form.key,
            form.version,
        )


def _with_files(
    application: Application, question_key: str, files: Sequence[Upload], occasion: Occasion
) -> list[dict[str, str | int]]:
    before = answers_of(application.id).get(question_key) or []
    added = [keep_upload(application, question_key, each, occasion) for each in files]
    return [*before, *(stored_file(str(each.id), each.filename, each.size) for each in added)]


def _refuse_late(application: Application, occasion: Occasion) -> None:
    reason = rules.answers_may_change(application.stage, application.closes_at, occasion.at)
    if reason is not None:
        raise TooLate([reason]) if reason.key == "round-has-closed" else Stale([reason])


def _not_open(round: Round, occasion: Occasion) -> Reason | None:
    return rules.round_is_open(
        stage=round.stage, opens_at=round.opens_at, round_closes_at=round.closes_at,
        closes_at=round.closes_at, at=occasion.at,
    )  # fmt: skip


def _not_given(round: Round, amount_pence: int | None) -> Reason | None:
    return rules.amount_fits(
        amount_pence, min_pence=round.min_pence, max_pence=round.max_pence, offered=tiers_offered(round)
    )


def _refuse(*reasons: Reason | None) -> None:
    if found := [reason for reason in reasons if reason is not None]:
        raise Refused(found)

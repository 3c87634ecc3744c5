"""Start an application, save its answers, send it, take it back."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select

from grantflow.accounts.models import Organisation
from grantflow.applications import rules, sizes
from grantflow.applications.models import Application
from grantflow.applications.partners import ask_partners
from grantflow.applications.queries import (
    find_draft,
    form_of,
    late_until,
    sections_wanted,
    tier_of,
    tiers_offered,
)
from grantflow.casework import answering
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.models import Answer
from grantflow.casework.queries import answers_of
from grantflow.db import db
from grantflow.documents.models import Document
from grantflow.documents.uploads import Upload, keep_upload
from grantflow.engine.answers import missing, visible_answers
from grantflow.engine.form import Kind
from grantflow.engine.questions import Stored, stored_file
from grantflow.errors import NotFound, Reason, Refused, Stale, TooLate
from grantflow.funds.models import Round
from grantflow.funds.pins import form_in_round, pins_of
from grantflow.permissions import Occasion, Permission, require

AMOUNT = "amount-requested"
TITLE = "project-title"
PARTNERS = "partners"
UNTITLED = "New application"


def start_application(
    round: Round, organisation: Organisation, amount_pence: int, occasion: Occasion
) -> Application:
    """Begin a draft on the form that the amount asks for.

    :raises Refused: if the round is not open, cannot give that amount, or has a draft of theirs already
    """
    late = late_until(round.id, organisation.id)
    closes_at = max(round.closes_at, late) if late else round.closes_at
    _refuse(
        rules.round_is_open(
            stage=round.stage, opens_at=round.opens_at, round_closes_at=round.closes_at,
            closes_at=closes_at, at=occasion.at,
        ),
        _not_given(round, amount_pence),
    )  # fmt: skip
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
        closes_at=closes_at,
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
    finished: str = "",
) -> dict[str, Answer]:
    """Save the answers of one page. A new amount may move it to another size, and so to another form.

    What somebody else has answered meanwhile is not overwritten: both answers are kept, for a person to choose.

    :param revisions: of each answer, as the person's page had it
    :param finished: the section whose button the person has pressed: partners named there are asked now
    :raises TooLate: if the round has closed
    :raises Stale: if the application was sent meanwhile
    :raises Refused: if the round cannot give the amount, or it would be another size after it was sent
    """
    lock(application)
    require(occasion.actor, Permission.APPLICATION_WRITE, on=application)
    values = dict(values)
    _refuse_late(application, occasion, values.keys() | (uploads or {}).keys())
    if AMOUNT in values:
        _refuse(_not_given(application.round, values[AMOUNT]))
    for question_key, files in (uploads or {}).items():
        values[question_key] = _with_files(application, question_key, files, occasion)
    kept = save_answers(application, values, occasion, revisions=revisions, keep_both=True)
    _follow(application, {key: kept[key].value for key in values if key in kept})
    if finished and _partners_can_be_asked(application, finished):
        ask_partners(application, occasion)
    return kept


def choose_answer(application: Application, rival_id: UUID, occasion: Occasion, *, use_rival: bool) -> None:
    """Settle which of two answers to the same question counts.

    :raises NotFound: if somebody has settled it already
    :raises TooLate: if the round has closed
    :raises Stale: if the application was sent meanwhile
    """
    lock(application)
    require(occasion.actor, Permission.APPLICATION_WRITE, on=application)
    _refuse_late(application, occasion, ())
    answering.choose_answer(application, rival_id, occasion, use_rival=use_rival)
    answers = answers_of(application.id)
    _follow(application, {key: answers[key] for key in (TITLE, AMOUNT) if key in answers})


def remove_file(
    application: Application,
    question_key: str,
    document_id: str,
    occasion: Occasion,
    *,
    instead: Upload | None = None,
) -> None:
    """Take a file out of an answer, or put another in its place. Bytes stay stored: others may have sent the same.

    :raises NotFound: if the answer holds no such file
    :raises Refused: if the other file is not welcome; then the first one stays
    """
    lock(application)
    require(occasion.actor, Permission.APPLICATION_WRITE, on=application)
    if question_key not in {each.key for each in form_of(application).questions() if each.type is Kind.FILE}:
        raise NotFound("file", document_id)
    _refuse_late(application, occasion, (question_key,))
    files = answers_of(application.id).get(question_key) or []
    left = [each for each in files if each["document"] != document_id]
    if len(left) == len(files):
        raise NotFound("file", document_id)
    db.session.execute(
        delete(Document).where(Document.id == UUID(document_id), Document.case_id == application.id)
    )
    if instead is not None:
        kept = keep_upload(application, question_key, instead, occasion)
        left = [*left, stored_file(str(kept.id), kept.filename, kept.size)]
    save_answers(application, {question_key: left}, occasion)


def submit_application(application: Application, occasion: Occasion) -> bool:
    """Send it, or the changes that were asked for, once however often the button is pressed.

    False: it had been sent already.

    :raises ActionUnavailable: with everything that is in the way
    """
    require(occasion.actor, Permission.APPLICATION_SUBMIT, on=application)
    lock(application)
    if application.stage == "changes":
        take_action(application, "send-changes", occasion)
        return True
    if application.submitted_at is not None:
        return False
    take_action(application, "submit", occasion)
    return True


def _partners_can_be_asked(application: Application, section_key: str) -> bool:
    """Whether the section names partners, and what is said of them could be sent as it stands."""
    form, answers = form_of(application), answers_of(application.id)
    rows = visible_answers(form, answers).get(PARTNERS) or ()
    named_here = any(each.key == PARTNERS for each in form.section(section_key).questions)
    if not named_here or any(each.key == PARTNERS for each in missing(form, answers)):
        return False
    refused = rules.partners_are_named(
        rows, involved=bool(rows), amount_pence=application.amount_pence,
        contact_email=answers.get("contact-email"),
    )  # fmt: skip
    return refused is None


def _follow(application: Application, values: Mapping[str, Stored]) -> None:
    """What stands on the application itself and follows its answers."""
    if title := values.get(TITLE):
        application.title = title
    amount = values.get(AMOUNT)
    if amount is None or amount == application.amount_pence:
        return
    tier = sizes.pick_tier(amount, tiers_offered(application.round))
    application.amount_pence = amount
    if tier.key != application.tier_key:
        if application.stage == "changes":
            raise Refused([Reason("size-is-settled", {"size": str(tier_of(application).label).lower()})])
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


def _refuse_late(application: Application, occasion: Occasion, question_keys: Iterable[str]) -> None:
    home = {
        question.key: section.key
        for section in form_of(application).sections
        for question in section.questions
    }
    reason = rules.answers_may_change(
        application.stage, application.closes_at, occasion.at, wanted=sections_wanted(application),
        sections=[home[each] for each in question_keys],
    )  # fmt: skip
    if reason is not None:
        raise TooLate([reason]) if reason.key == "round-has-closed" else Stale([reason])


def _not_given(round: Round, amount_pence: int | None) -> Reason | None:
    return rules.amount_fits(
        amount_pence, min_pence=round.min_pence, max_pence=round.max_pence, offered=tiers_offered(round)
    )


def _refuse(*reasons: Reason | None) -> None:
    if found := [reason for reason in reasons if reason is not None]:
        raise Refused(found)

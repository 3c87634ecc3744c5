"""Ask an applicant to change something they have sent, keep what was sent each time, and tell the difference."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from grantflow.applications import rules
from grantflow.applications.models import Application, ChangeRequest, Submission
from grantflow.applications.queries import choices_in, form_of, list_submissions
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import lock, take_action
from grantflow.casework.queries import answers_of
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.engine.answers import visible_answers
from grantflow.engine.form import Question
from grantflow.engine.questions import shown
from grantflow.errors import Refused
from grantflow.permissions import Occasion


@dataclass(frozen=True)
class Change:
    """An answer that is not what it was when the application was last sent, as a person reads both."""

    question: Question
    before: str | list[str]
    after: str | list[str]


def ask_for_changes(
    application: Application, wanted: Mapping[str, str], by: date | None, occasion: Occasion, *, revision: int
) -> None:
    """Give it back to the applicant, with what to change in which section and until when.

    :param wanted: words by section; an empty text asks for nothing
    :raises Refused: if nothing is asked for, or there is no time for it
    """
    lock(application, revision)
    if reason := rules.changes_are_written(list(wanted.values()), by, local_date(occasion.at)):
        raise Refused([reason])
    application.changes_by = by
    number = max((each.number for each in list_submissions(application.id)), default=1)
    db.session.add_all(
        ChangeRequest(
            application_id=application.id, after_number=number, section_key=key, wanted=words.strip(),
            asked_at=occasion.at, asked_by_id=occasion.actor.user_id,
        )
        for key, words in wanted.items()
        if words.strip()
    )  # fmt: skip
    db.session.flush()
    take_action(application, "ask-for-changes", occasion, facts={"sections": sorted(wanted)})


def keep_submission(application: Application, occasion: Occasion) -> None:
    """Keep every answer that counts as it is now, so that nobody has to trust a memory of it."""
    before = list_submissions(application.id)
    db.session.add(
        Submission(
            application_id=application.id, number=len(before) + 1, sent_at=occasion.at,
            sent_by_id=occasion.actor.user_id,
            answers=visible_answers(form_of(application), answers_of(application.id)),
        )
    )  # fmt: skip


def put_back_what_was_sent(application: Application, occasion: Occasion) -> None:
    """Answers that were changed and never sent again are as they were."""
    sent = list_submissions(application.id)
    if sent:
        now = answers_of(application.id)
        save_answers(
            application, {key: sent[-1].answers.get(key) for key in now | sent[-1].answers}, occasion
        )


def what_changed(application: Application) -> list[Change]:
    """What the last sending changed in the one before it, in the order of the form; nothing after only one."""
    sent = list_submissions(application.id)
    if len(sent) < 2:
        return []
    return _difference(application, sent[-2].answers, sent[-1].answers)


def changed_so_far(application: Application) -> list[Change]:
    """What the applicant has changed since it was last sent, while changes are waited for."""
    sent = list_submissions(application.id)
    now = visible_answers(form_of(application), answers_of(application.id))
    return _difference(application, sent[-1].answers, dict(now)) if sent else []


def _difference(
    application: Application, before: Mapping[str, object], after: Mapping[str, object]
) -> list[Change]:
    choices = choices_in(application.round)
    questions = [question for section in form_of(application).sections for question in section.questions]
    return [
        Change(
            question, shown(question, before.get(question.key), choices=choices),
            shown(question, after.get(question.key), choices=choices),
        )
        for question in questions
        if before.get(question.key) != after.get(question.key)
    ]  # fmt: skip

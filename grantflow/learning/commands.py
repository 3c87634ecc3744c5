"""Draft an entry from an award's reviews, edit it, ask the organisation about it, publish it."""

from typing import Any
from uuid import UUID

from grantflow.audit.commands import record
from grantflow.awards.models import Award
from grantflow.casework import answering
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.models import Answer
from grantflow.casework.pinned import pinned_version
from grantflow.casework.queries import answers_of
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Reason
from grantflow.learning import queries, rules
from grantflow.learning.drafting import first_words
from grantflow.learning.facets import copied
from grantflow.learning.models import LearningEntry
from grantflow.permissions import Occasion, Permission, require


def draft_entry(award: Award, occasion: Occasion) -> LearningEntry:
    """Open an entry that begins with what the application, the reports and the reviews already say.

    A draft that is there already is carried on: two presses, or two people, make one.

    :raises ActionUnavailable: while there is no work to learn from
    """
    require(occasion.actor, Permission.LEARNING_EDIT, on=award)
    lock(award)
    if refusal := rules.award_may_teach(award.stage):
        raise ActionUnavailable([Reason(refusal)])
    for known in queries.list_entries_of_award(award.id):
        if known.stage == "draft":
            return known
    words, began_from = first_words(award)
    entry = LearningEntry(
        title=award.title, region_code=award.region_code, round_id=award.round_id, award_id=award.id,
        organisation_id=award.organisation_id, assigned_to_id=award.assigned_to_id,
        form_version=queries.entry_form().version, drafted_by_id=occasion.actor.user_id,
        outcomes=[outcome.outcome_key for outcome in award.outcomes],
        force_areas=list(award.application.force_areas), began_from=began_from,
    )  # fmt: skip
    open_case(entry, occasion, version=pinned_version(award.round_id, "workflow", "learning"))
    save_answers(entry, words, occasion)
    _follow(entry, words)
    return entry


def save_entry(
    entry: LearningEntry,
    answers: dict[str, Any],
    occasion: Occasion,
    *,
    revisions: dict[str, int] | None = None,
) -> dict[str, Answer]:
    """Keep part of an entry, whoever of the two sides writes it.

    What somebody else has written meanwhile is not overwritten: both are kept, for a person to choose. What the
    organisation agreed to has changed, so its consent is asked again.

    :raises ActionUnavailable: unless it is a draft
    """
    _require_draft(entry, occasion)
    before = answers_of(entry.id)
    kept = save_answers(entry, answers, occasion, revisions=revisions, keep_both=revisions is not None)
    _follow(entry, {key: kept[key].value for key in answers if key in kept}, before)
    return kept


def choose_answer(entry: LearningEntry, rival_id: UUID, occasion: Occasion, *, use_rival: bool) -> None:
    """Settle which of two answers to the same question counts.

    :raises NotFound: if somebody has settled it already
    :raises ActionUnavailable: unless it is a draft
    """
    _require_draft(entry, occasion)
    before = answers_of(entry.id)
    answering.choose_answer(entry, rival_id, occasion, use_rival=use_rival)
    _follow(entry, answers_of(entry.id), before)


def publish_entry(
    entry: LearningEntry,
    action: str,
    occasion: Occasion,
    *,
    years: int,
    expected_revision: int | None = None,
) -> None:
    """Publish it, or say that it still holds, and choose when it is looked at again.

    :raises ActionUnavailable: with everything that is in the way
    """
    if years not in rules.YEARS:
        raise ActionUnavailable([Reason("look-again-years")])
    entry.look_again_years = years
    take_action(entry, action, occasion, expected_revision=expected_revision)


def give_consent(entry: LearningEntry, occasion: Occasion, *, expected_revision: int | None = None) -> None:
    """The organisation agrees that this, as it now stands, may be published with its name.

    :raises Stale: if it has been back to its writer since they read it
    """
    _require_in_review(entry, occasion, expected_revision)
    entry.consent_given_at, entry.consent_given_by = occasion.at, occasion.actor.name
    entry.changes_wanted = ""
    record(entry.id, "learning", "give-consent", occasion)


def ask_for_changes(
    entry: LearningEntry, wanted: str, occasion: Occasion, *, expected_revision: int | None = None
) -> None:
    """The organisation would agree if something were changed; whoever reviews returns it to its writer.

    :raises Stale: if it has been back to its writer since they read it
    """
    _require_in_review(entry, occasion, expected_revision)
    if not wanted.strip():
        raise ActionUnavailable([Reason("changes-not-said")])
    entry.consent_given_at, entry.consent_given_by = None, ""
    entry.changes_wanted = wanted.strip()
    record(entry.id, "learning", "ask-for-changes", occasion, note=entry.changes_wanted)


def _follow(entry: LearningEntry, answers: dict[str, Any], before: dict[str, Any] | None = None) -> None:
    """What is copied from the answers changes with them. Consent was to the words as they were."""
    for name, value in copied(answers).items():
        setattr(entry, name, value)
    if before is not None and any(before.get(key) != value for key, value in answers.items()):
        entry.consent_given_at, entry.consent_given_by = None, ""
    db.session.flush()


def _require_draft(entry: LearningEntry, occasion: Occasion) -> None:
    require(occasion.actor, Permission.LEARNING_EDIT, on=entry)
    lock(entry)
    if refusal := rules.entry_may_change(entry.stage):
        raise ActionUnavailable([Reason(refusal)])


def _require_in_review(entry: LearningEntry, occasion: Occasion, expected_revision: int | None) -> None:
    require(occasion.actor, Permission.LEARNING_CONSENT, on=entry)
    lock(entry, expected_revision, occasion.actor)
    if refusal := rules.consent_may_be_given(entry.stage):
        raise ActionUnavailable([Reason(refusal)])

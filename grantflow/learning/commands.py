"""Draft an entry from an award's reviews, edit it, and ask the organisation whether it may be published."""

from typing import Any

from grantflow.audit.commands import record
from grantflow.awards.models import Award
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import lock, open_case
from grantflow.casework.pinned import pinned_version
from grantflow.casework.queries import answers_of
from grantflow.core.display import month
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Reason
from grantflow.learning import queries, rules
from grantflow.learning.models import LearningEntry
from grantflow.monitoring.queries import REPORT, REVIEW, SENT, list_reviews
from grantflow.permissions import Occasion, Permission, require

# Which answer of which form an entry's first draft begins with. Its writer goes over every one of them.
DRAFTED_FROM = {
    "question-tested": ("application", "learning-plan"),
    "for-whom": ("application", "who-and-where"),
    "what-was-done": (REPORT, "what-you-did"),
    "what-did-not-work": (REPORT, "what-you-would-change"),
    "context-services": (REPORT, "what-helped"),
    "what-happened": (REVIEW, "progress-pattern"),
    "context-place": (REVIEW, "context-that-mattered"),
    "mechanism": (REVIEW, "contribution-why"),
    "cost": (REVIEW, "cost-note"),
    "evidence-strength": (REVIEW, "evidence-strength"),
}
# What a list is filtered by is copied from the answers whenever they are saved.
COPIED = ("worked", "credit")


def draft_entry(award: Award, occasion: Occasion) -> LearningEntry:
    """Open an entry that begins with what the application, the reports and the reviews already say.

    A draft that is there already is carried on: two presses, or two people, make one.
    """
    require(occasion.actor, Permission.LEARNING_WRITE, on=award)
    lock(award)
    for known in queries.list_entries_of_award(award.id):
        if known.stage == "draft":
            return known
    definition = queries.entry_form()
    entry = LearningEntry(
        title=award.title, region_code=award.region_code, round_id=award.round_id, award_id=award.id,
        organisation_id=award.organisation_id, assigned_to_id=award.assigned_to_id,
        form_version=definition.version, drafted_by_id=occasion.actor.user_id,
        outcomes=[outcome.outcome_key for outcome in award.outcomes],
        force_areas=list(award.application.force_areas),
    )  # fmt: skip
    open_case(entry, occasion, version=pinned_version(award.round_id, "workflow", "learning"))
    _keep(entry, _first_words(award), occasion)
    return entry


def save_entry(
    entry: LearningEntry,
    answers: dict[str, Any],
    occasion: Occasion,
    *,
    revisions: dict[str, int] | None = None,
) -> None:
    """Keep part of an entry. What the organisation agreed to has changed, so its consent is asked again.

    :raises ActionUnavailable: unless it is a draft
    :raises Stale: naming each answer that somebody else changed meanwhile
    """
    require(occasion.actor, Permission.LEARNING_WRITE, on=entry)
    lock(entry)
    if refusal := rules.entry_may_change(entry.stage):
        raise ActionUnavailable([Reason(refusal)])
    before = answers_of(entry.id)
    _keep(entry, answers, occasion, revisions=revisions)
    if any(before.get(key) != value for key, value in answers.items()):
        entry.consent_given_at, entry.consent_given_by = None, ""


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


def _keep(
    entry: LearningEntry,
    answers: dict[str, Any],
    occasion: Occasion,
    *,
    revisions: dict[str, int] | None = None,
) -> None:
    save_answers(entry, answers, occasion, revisions=revisions)
    entry.title = answers.get("title") or entry.title
    if strength := answers.get("evidence-strength"):
        entry.evidence = int(strength)
    for name in COPIED:
        if name in answers:
            setattr(entry, name, answers[name] or "")
    db.session.flush()


def _first_words(award: Award) -> dict[str, Any]:
    reviews = [review for review in list_reviews(award.id) if review.stage in SENT]
    sources = {
        "application": answers_of(award.application_id),
        REPORT: queries.answers_of_reviews(reviews, REPORT),
        REVIEW: queries.answers_of_reviews(reviews, REVIEW),
    }
    words = {key: sources[part].get(question) for key, (part, question) in DRAFTED_FROM.items()}
    words["title"] = award.title
    words["when-and-how-long"] = f"{month(award.starts_on)} to {month(award.ends_on)}"
    words["credit"] = award.organisation.name if award.organisation else ""
    return {key: value for key, value in words.items() if value}


def _require_in_review(entry: LearningEntry, occasion: Occasion, expected_revision: int | None) -> None:
    require(occasion.actor, Permission.LEARNING_CONSENT, on=entry)
    lock(entry, expected_revision, occasion.actor)
    if refusal := rules.consent_may_be_given(entry.stage):
        raise ActionUnavailable([Reason(refusal)])

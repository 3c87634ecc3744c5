"""What must hold before an application is assessed, decided and released. Each returns a reason key, or None."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

# The reasons a refusal may be given for, in the order a person picks from. The letter has their words
# (templates/letters/unsuccessful/reasons.html); at most three, so that the applicant knows what mattered.
REASON_CODES = (
    "outside-area", "outside-outcomes", "org-ineligible", "org-too-large", "weak-link-to-need", "plan-unclear",
    "budget-unclear", "outcomes-unclear", "delivery-risk", "safeguarding-gap", "due-diligence-open",
    "good-but-outranked", "duplicate-funding", "partner-not-confirmed",
)  # fmt: skip
MOST_REASONS = 3
# Why nobody on a reserve list was funded: it is what they were told when they were put there.
OUTRANKED = "good-but-outranked"

# Ministry of Justice grant standard MR10: assessors' training is renewed every two years.
TRAINING_LASTS = timedelta(days=730)

# Who decides, from below: each may approve what those before it may.
SENIORITY = ("officer", "regional-lead")

LIVE = frozenset({"assigned", "open", "submitted"})


@dataclass(frozen=True)
class Found:
    """What one check found, and until when it holds."""

    result: str
    expires_on: date | None = None


def unsettled_checks(required: Sequence[str], found: Mapping[str, Found], today: date) -> dict[str, str]:
    """Each check that stands in the way, with how: missing, query, fail or expired."""
    states = {code: _state(found.get(code), today) for code in required}
    return {code: state for code, state in states.items() if state}


def assessments_are_in(stages: Sequence[str], needed: int) -> str | None:
    """As many sent in as the size of grant asks for, and nobody still at it."""
    if stages.count("submitted") < needed:
        return "assessments-missing"
    if any(stage in LIVE and stage != "submitted" for stage in stages):
        return "assessment-still-open"
    return None


def moderation_is_written(
    spread: float, limit: float, written_at: datetime | None, last_sent_at: datetime | None
) -> str | None:
    """Scores that are further apart than the limit have a note, and none came after it."""
    if not is_far_apart(spread, limit):
        return None
    if written_at is None:
        return "moderation-missing"
    return "moderation-out-of-date" if last_sent_at is not None and last_sent_at > written_at else None


def is_far_apart(spread: float, limit: float) -> bool:
    """Over the limit by more than the crumbs of the arithmetic."""
    return round(spread - limit, 6) > 0


def moderator_is_not_apart(writer: UUID | None, means: Mapping[UUID, float]) -> str | None:
    """Whoever weighs up is neither of the two who are furthest apart."""
    furthest = {key for key, mean in means.items() if mean in (min(means.values()), max(means.values()))}
    return "your-score-is-moderated" if writer in furthest else None


def scores_are_complete(
    scored: Mapping[str, str], criteria: Collection[str], *, strengths: str, recommendation: str
) -> str | None:
    """Every criterion has a reason (with points or as not applicable), and there is a view on the whole."""
    if any(not scored.get(key, "").strip() for key in criteria):
        return "scores-missing"
    if not strengths.strip() or not recommendation:
        return "overall-view-missing"
    return None


def may_assess(
    organisation_id: UUID | None,
    organisations: Collection[UUID],
    *,
    already_asked: bool,
    stepped_aside: bool,
    could_look: bool,
    places_left: int,
) -> list[str]:
    """Everything against asking this person.

    :param could_look: scores are in, and another role of theirs lets them see those
    """
    reasons = []
    if organisation_id in organisations:
        reasons.append("assessor-belongs-to-organisation")
    if stepped_aside:
        reasons.append("assessor-stepped-aside")
    elif already_asked:
        reasons.append("assessor-asked-already")
    elif could_look:
        reasons.append("assessor-could-see-scores")
    if places_left < 1:
        reasons.append("enough-assessors")
    return reasons


def places_left(live_stages: Sequence[str], needed: int) -> int:
    """How many more may be asked: as many as the size of grant needs, and one more when all of those are in."""
    all_in = list(live_stages).count("submitted") >= needed
    return needed + (1 if all_in else 0) - len(live_stages)


def amount_is_hidden(*, hides: bool, shown: bool, sent: bool) -> bool:
    """From an assessor, until they ask to see it or their scores are in."""
    return hides and not (shown or sent)


def names_are_hidden(*, hides: bool, sent: bool, all_in: bool) -> bool:
    """From an assessor, until their own scores and everybody else's are in."""
    return hides and not (sent and all_in)


def score_can_be_given(*, hides: bool, shown: bool, needs_amount: bool) -> str | None:
    """Where the amount is hidden, quality is scored before it is seen and never after; the money only then."""
    if not hides or shown == needs_amount:
        return None
    return "score-stays-as-it-is" if shown else "amount-still-hidden"


def amount_can_be_shown(scored: Mapping[str, str], quality: Collection[str]) -> str | None:
    """Every criterion about quality has a reason, with points or as not applicable."""
    missing = any(not scored.get(key, "").strip() for key in quality)
    return "quality-scores-missing" if missing else None


def hiding_can_be_changed(*, begun: bool) -> str | None:
    """What one assessor was not shown is not shown to the next."""
    return "assessments-have-begun" if begun else None


def may_record_training(person: UUID, by: UUID | None) -> str | None:
    return "own-training" if person == by else None


def training_day_has_come(trained_on: date | None, today: date) -> str | None:
    return "training-still-to-come" if trained_on is not None and trained_on > today else None


def training_is_current(trained_on: date | None, today: date) -> bool:
    return trained_on is not None and today <= training_lasts_until(trained_on)


def training_lasts_until(trained_on: date) -> date:
    return trained_on + TRAINING_LASTS


def decider_did_not_assess(
    decider_ids: Collection[UUID | None], assessor_ids: Collection[UUID | None]
) -> str | None:
    return "you-assessed-this" if set(decider_ids) & set(assessor_ids) - {None} else None


def within_round_budget(budget_pence: int, committed_pence: int, amount_pence: int) -> str | None:
    return "over-round-budget" if committed_pence + amount_pence > budget_pence else None


def within_region_budget(left_pence: int | None, amount_pence: int) -> str | None:
    """:param left_pence: what is left for the region; None where the round sets it no budget of its own"""
    return "over-region-budget" if left_pence is not None and amount_pence > left_pence else None


def quorum_is_present(*, met: bool, present: int, needed: int, waived: bool) -> str | None:
    """Enough members without an interest were there, or the regional lead has said why that is no matter."""
    if waived or (met and present >= needed):
        return None
    return "quorum-not-present" if met else "panel-has-not-met"


def meeting_can_be_recorded(
    held_on: date, today: date, present: Collection[UUID], members: Collection[UUID]
) -> str | None:
    """A meeting that has been or is, with somebody there, all of them on the panel."""
    if held_on > today:
        return "meeting-still-to-come"
    if not present:
        return "nobody-was-present"
    return "not-a-panel-member-here" if set(present) - set(members) else None


def proposal_is_whole(kind: str, amount_pence: int | None, asked_pence: int, note: str) -> str | None:
    """A part is less than all of it, no amount is more than was asked, and a condition is written down."""
    if amount_pence is not None and (key := award_is_in_order(amount_pence, asked_pence)):
        return key
    if kind == "part" and amount_pence is not None and amount_pence >= asked_pence:
        return "part-not-less"
    return "condition-not-written" if kind == "condition" and not note.strip() else None


def less_is_explained(amount_pence: int, asked_pence: int, why_less: str) -> str | None:
    """Who gets less than they asked for reads why."""
    return "why-less-missing" if amount_pence < asked_pence and not why_less.strip() else None


def place_is_free(place: int, taken: Collection[int]) -> str | None:
    """Two cannot be next. A place that somebody has been told of is not taken from them."""
    if place < 1:
        return "reserve-place-below-one"
    return "reserve-place-taken" if place in taken else None


def within_approval_limit(
    amount_pence: int, limit_pence: int | None, decided_by: UUID | None, seconded_by: UUID | None
) -> str | None:
    """Above the limit, a second person agrees. MR2: £100,000."""
    if limit_pence is None or amount_pence <= limit_pence:
        return None
    if seconded_by is None:
        return "second-approval-needed"
    return "second-must-differ" if seconded_by == decided_by else None


def approver_agrees(approver: str, held: Collection[str]) -> str | None:
    """Somebody who decides holds the role that the size of grant names, or one above it."""
    above = SENIORITY[SENIORITY.index(approver) :] if approver in SENIORITY else (approver,)
    return None if set(above) & set(held) else "approver-needed"


def award_is_in_order(amount_pence: int, asked_pence: int) -> str | None:
    if amount_pence <= 0:
        return "award-of-nothing"
    return "more-than-asked" if amount_pence > asked_pence else None


def new_date_is_later(new: date | None, promised: date, today: date) -> str | None:
    """Who has to wait longer is promised another date, and a real one: still to come, and after the one before."""
    return None if new is not None and new > max(promised, today) else "new-date-not-later"


def feedback_is_written(reason_codes: Sequence[str], strength: str, change: str) -> str | None:
    """One to three of the coded reasons, one strength and one change: something the applicant can use."""
    known = 1 <= len(reason_codes) <= MOST_REASONS and set(reason_codes) <= set(REASON_CODES)
    return None if known and strength.strip() and change.strip() else "feedback-missing"


def reserve_feedback_is_written(strength: str, change: str) -> str | None:
    """Whoever may hear "no" when the list ends has the same to go on as anybody who heard it at once."""
    return None if strength.strip() and change.strip() else "reserve-feedback-missing"


def _state(found: Found | None, today: date) -> str:
    if found is None:
        return "missing"
    if found.expires_on is not None and found.expires_on < today:
        return "expired"
    return found.result if found.result in {"query", "fail"} else ""

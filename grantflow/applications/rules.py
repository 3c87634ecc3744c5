"""What must hold of an application, and of the partners named in it. A rule gives what is in the way."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from grantflow.core.display import listed
from grantflow.engine.form import Question
from grantflow.engine.tiers import Tier, Tiers
from grantflow.errors import Reason

# Stages of a partner that no longer stand in the way of a decision.
SETTLED_PARTNERS = frozenset({"confirmed", "removed"})


def round_is_open(
    *, stage: str, opens_at: datetime, round_closes_at: datetime, closes_at: datetime, at: datetime
) -> Reason | None:
    """To the second. `closes_at` is this applicant's own; it is later where somebody allowed it."""
    if stage == "draft" or at < opens_at:
        return Reason("round-not-open-yet")
    if at > closes_at:
        return Reason("round-has-closed")
    if stage != "open" and closes_at <= round_closes_at:
        return Reason("round-has-closed")
    return None


def form_is_complete(missing: Sequence[Question]) -> Reason | None:
    if not missing:
        return None
    return Reason("form-not-complete", {"count": len(missing)})


def amount_fits(
    amount_pence: int | None, *, min_pence: int, max_pence: int, offered: Sequence[Tier]
) -> Reason | None:
    """Within what the round gives, and within the largest size on offer."""
    if amount_pence is None:
        return Reason("amount-not-said")
    if amount_pence < min_pence:
        return Reason("amount-below-round", {"min_pence": min_pence})
    most = min(max_pence, max(tier.up_to_pence for tier in offered))
    if amount_pence > most:
        return Reason("amount-above-round", {"max_pence": most})
    return None


def offered_tiers(tiers: Tiers, keys: Sequence[str]) -> list[Tier]:
    """The sizes of award that a round offers, smallest first."""
    return [tier for tier in tiers.tiers if tier.key in keys]


def income_fits(income_pence: int | None, tier: Tier) -> Reason | None:
    """Not in the way of applying: a person looks at it. Said early, so that nobody writes for nothing."""
    if income_pence is None or income_pence <= tier.applicant_income_up_to_pence:
        return None
    return Reason(
        "income-above-size", {"income_pence": income_pence, "most_pence": tier.applicant_income_up_to_pence}
    )


def partners_are_named(
    rows: Sequence[Mapping[str, Any]], *, involved: bool, amount_pence: int | None, contact_email: str | None
) -> Reason | None:
    """Each can be asked by itself: named once, at an address that is not the applicant's own."""
    if not involved:
        return None
    if not rows:
        return Reason("partners-not-named")
    if twice := _named_twice(rows):
        return Reason("partner-named-twice", {"name": twice})
    for row in rows:
        if contact_email and str(row["email"]).casefold() == contact_email.casefold():
            return Reason("partner-email-is-yours", {"name": str(row["name"])})
    shares = sum(int(row["share"]) for row in rows)
    if amount_pence is not None and shares > amount_pence:
        return Reason("partner-shares-too-large", {"shares_pence": shares, "amount_pence": amount_pence})
    return None


def partners_confirmed(standings: Sequence[tuple[str, str, str]]) -> Reason | None:
    """Every organisation named has said yes. A standing is (name, stage, the stage in words)."""
    unsettled = [
        f"{name} ({words.lower()})" for name, stage, words in standings if stage not in SETTLED_PARTNERS
    ]
    return Reason("partners-not-confirmed", {"partners": listed(unsettled)}) if unsettled else None


def nothing_is_doubtful(doubtful: Sequence[object]) -> Reason | None:
    """Nothing that the organisation told us long ago waits for somebody to say that it is still true."""
    return Reason("profile-doubtful", {"count": len(doubtful)}) if doubtful else None


def answers_are_open(stage: str) -> Reason | None:
    """While it is written, and while changes are asked for."""
    return None if stage in {"draft", "changes"} else Reason("application-is-sent")


def partner_may_be_asked(
    partner_stage: str, application_stage: str, *, application_is_open: bool
) -> Reason | None:
    """While the application is written, about anything; after that only one that has not said yes.

    So what a partner has confirmed stands from then on, and nobody learns from a refusal how far a decision is.
    """
    if answers_are_open(application_stage) is None:
        return None
    waiting = application_is_open and partner_stage in {"refused", "not-as-described", "lapsed"}
    return None if waiting else Reason("partner-has-answered")


def answers_may_change(
    stage: str, closes_at: datetime, at: datetime, *, wanted: Container[str], sections: Iterable[str]
) -> Reason | None:
    """While it is a draft and the round is open; after that only in sections that changes were asked for in.

    :param wanted: the sections that changes were asked for in
    :param sections: those that are about to change
    """
    if stage == "changes":
        outside = any(each not in wanted for each in sections)
        return Reason("section-not-asked-for") if outside else None
    if stage == "expired" or (stage == "draft" and at > closes_at):
        return Reason("round-has-closed")
    return answers_are_open(stage)


def changes_are_written(wanted: Sequence[str], by: date | None, today: date) -> Reason | None:
    """Whoever is asked to change something is told what, and has at least a day for it."""
    if not any(each.strip() for each in wanted):
        return Reason("changes-not-written")
    if by is None or by <= today:
        return Reason("changes-need-a-day")
    return None


def sign_off_is_given(asked: bool, agreed: bool, unchanged: bool) -> Reason | None:
    """Asking a colleague is a choice; who has asked one waits for the answer, or takes the question back."""
    if not asked or (agreed and unchanged):
        return None
    return Reason("sign-off-outdated" if agreed else "sign-off-awaited")


def late_code_opens(
    *, found: bool, expires_at: datetime | None, used_by_another: bool, at: datetime
) -> Reason | None:
    if not found or used_by_another or expires_at is None:
        return Reason("late-code-unknown")
    return Reason("late-code-over") if at > expires_at else None


def _named_twice(rows: Sequence[Mapping[str, Any]]) -> str | None:
    seen: set[str] = set()
    for row in rows:
        name = str(row["name"])
        if name.casefold() in seen:
            return name
        seen.add(name.casefold())
    return None


def may_look_after(
    organisation_id: object,
    member_of: Container[object],
    *,
    name: str,
    works_here: bool,
    has_it_already: bool,
    stepped_aside: bool,
) -> list[Reason]:
    """Whether somebody may become the officer of an application: here, not twice, and without an interest in it."""
    against = {
        "officer-not-here": not works_here,
        "officer-already": has_it_already,
        "officer-belongs-to-organisation": organisation_id in member_of,
        "officer-stepped-aside": stepped_aside,
    }
    return [Reason(key, {"name": name}) for key, holds in against.items() if holds]

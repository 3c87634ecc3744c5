"""Whether somebody and their idea fit a round: the one set of rules, for the check before an account and for officers.

Plain values in, findings out. What is not known is never held against anybody. A finding that is near is a matter for
a call: the rule stands, and a person may know better.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from grantflow.applications import rules
from grantflow.applications.sizes import pick_tier
from grantflow.core.display import listed
from grantflow.engine.tiers import Tier
from grantflow.errors import AmountOutOfRange, Reason

# Kinds of organisation that no round is for, and the one that says nothing yet. All others may apply.
NOT_FUNDED = frozenset({"business", "public-body"})
SOMETHING_ELSE = "something-else"
# An answer to where the work is that names no area.
NEXT_DOOR, ELSEWHERE = "next-door", "elsewhere"
# How far above the limit an income is near: one pound in ten, as a year may be unlike the others.
NEAR_PERCENT = 10
# The checks of an officer that these rules have something to say about. The register decides the rest of REG.
REGISTERED, INCOME = "REG", "BAND"

# Which published rule each finding is about.
RULES = {
    "kind-not-funded": "rule-kind",
    "kind-not-clear": "rule-kind",
    "income-above-size": "rule-income",
    "work-next-door": "rule-area",
    "work-elsewhere": "rule-area",
    "outcome-not-in-round": "rule-outcome",
    "amount-not-said": "rule-amount",
    "amount-below-round": "rule-amount",
    "amount-above-round": "rule-amount",
    "nobody-on-probation": "rule-probation",
    "probation-not-clear": "rule-probation",
    "grant-to-one-person": "rule-one-person",
}


@dataclass(frozen=True)
class Asking:
    """What is known of who asks and what for. None, or nothing in a list: not known.

    :param probation: whether people on probation take part: yes, some, not-sure or no
    """

    kind: str | None = None
    income_pence: int | None = None
    areas: Collection[str] = ()
    outcomes: Collection[str] = ()
    amount_pence: int | None = None
    probation: str | None = None
    for_one_person: bool | None = None


@dataclass(frozen=True)
class Offering:
    """What a round offers: amounts, sizes of award (smallest first), areas and outcomes with their names.

    :param next_door: the other areas of its region, by code
    """

    min_pence: int
    max_pence: int
    sizes: Sequence[Tier]
    areas: Mapping[str, str]
    outcomes: Mapping[str, str]
    next_door: Collection[str] = ()


@dataclass(frozen=True)
class Finding:
    """Something that does not fit. `check` is the officer's check that it belongs to, where there is one."""

    reason: Reason
    near: bool = False
    check: str = ""


@dataclass(frozen=True)
class Suggestion:
    """What these rules would record for an officer's check, and why. The officer decides."""

    result: str
    reasons: tuple[Reason, ...] = ()


def judge(asking: Asking, offering: Offering) -> list[Finding]:
    """Everything that does not fit, in the order it is asked. Nothing: they may apply."""
    found = (
        _kind(asking),
        _income(asking, offering),
        _areas(asking, offering),
        _outcomes(asking, offering),
        _amount(asking, offering),
        _probation(asking),
        _one_person(asking),
    )
    return [each for each in found if each is not None]


def suggest(code: str, asking: Asking, offering: Offering) -> Suggestion | None:
    """A result for one of an officer's checks; None where these rules do not settle it."""
    found = [each for each in judge(asking, offering) if each.check == code]
    if found:
        near = all(each.near for each in found)
        return Suggestion("query" if near else "fail", tuple(each.reason for each in found))
    known = code == INCOME and asking.income_pence is not None and asking.amount_pence is not None
    return Suggestion("pass") if known else None


def published(offering: Offering, size: Tier) -> list[Reason]:
    """The rules of a round as they are published, each by its key: what has to hold of whoever applies.

    :param size: the size of award that is asked for
    """
    return [
        Reason("rule-kind"),
        Reason("rule-income", {"most_pence": size.applicant_income_up_to_pence}),
        Reason("rule-area", {"areas": listed(offering.areas.values(), "or")}),
        Reason("rule-outcome", {"outcomes": "; ".join(name.lower() for name in offering.outcomes.values())}),
        Reason("rule-amount", {"min_pence": offering.min_pence, "max_pence": offering.max_pence}),
        Reason("rule-probation"),
        Reason("rule-one-person"),
    ]


def rule_of(finding: Finding) -> str:
    """The published rule that a finding is about."""
    return RULES[finding.reason.key]


def _kind(asking: Asking) -> Finding | None:
    if asking.kind in NOT_FUNDED:
        return Finding(Reason("kind-not-funded"), check=REGISTERED)
    if asking.kind == SOMETHING_ELSE:
        return Finding(Reason("kind-not-clear"), near=True, check=REGISTERED)
    return None


def _income(asking: Asking, offering: Offering) -> Finding | None:
    """Against the size of award that the amount asks for; near too where a larger size would do."""
    reason = rules.income_fits(asking.income_pence, _size(asking, offering))
    if reason is None or asking.income_pence is None:
        return None
    most = max(each.applicant_income_up_to_pence for each in offering.sizes)
    limit = int(reason.facts["most_pence"])
    near = asking.income_pence <= max(most, limit * (100 + NEAR_PERCENT) // 100)
    return Finding(reason, near=near, check=INCOME)


def _size(asking: Asking, offering: Offering) -> Tier:
    """An amount that the round does not give is a finding of its own, so the nearest size is looked at."""
    try:
        return pick_tier(asking.amount_pence or offering.max_pence, offering.sizes)
    except AmountOutOfRange:
        return offering.sizes[-1]


def _areas(asking: Asking, offering: Offering) -> Finding | None:
    """One area of the round is enough: nobody has to leave out the rest of their work."""
    named = set(asking.areas)
    if not named or named & offering.areas.keys():
        return None
    areas = {"areas": listed(offering.areas.values())}
    if named & {NEXT_DOOR, *offering.next_door}:
        return Finding(Reason("work-next-door", areas), near=True)
    return Finding(Reason("work-elsewhere", areas))


def _outcomes(asking: Asking, offering: Offering) -> Finding | None:
    """Near, because what work helps with is more easily said in a call than ticked."""
    if not asking.outcomes or set(asking.outcomes) & offering.outcomes.keys():
        return None
    told = {"outcomes": "; ".join(name.lower() for name in offering.outcomes.values())}
    return Finding(Reason("outcome-not-in-round", told), near=True)


def _amount(asking: Asking, offering: Offering) -> Finding | None:
    """Near, because how much they ask for is theirs to change."""
    if asking.amount_pence is None:
        return None
    reason = rules.amount_fits(
        asking.amount_pence,
        min_pence=offering.min_pence,
        max_pence=offering.max_pence,
        offered=offering.sizes,
    )
    return Finding(reason, near=True) if reason else None


def _probation(asking: Asking) -> Finding | None:
    if asking.probation == "no":
        return Finding(Reason("nobody-on-probation"))
    return Finding(Reason("probation-not-clear"), near=True) if asking.probation == "not-sure" else None


def _one_person(asking: Asking) -> Finding | None:
    return Finding(Reason("grant-to-one-person")) if asking.for_one_person else None

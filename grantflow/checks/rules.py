"""What counts of a check, and what must hold before an applicant is asked about one or told that they cannot apply."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from grantflow.core.display import day
from grantflow.errors import Reason

SETTLED = frozenset({"pass", "condition", "not-needed"})
STANDS = frozenset({"pass", "condition"})
SPEAKS_AGAINST = frozenset({"query", "fail"})
# The checks without which somebody cannot be considered, as `applications/eligibility.py` knows them.
ELIGIBILITY = ("REG", "BAND")


@dataclass(frozen=True)
class Earlier:
    """What a person found of an organisation in another application.

    :param told_since: whether the organisation has told us something else since, that this check rests on
    :param checker_is_close: whether the person has declared an interest in the organisation that stood then, or stands
    """

    result: str
    expires_on: date | None
    about: tuple[str, str | None]
    told_since: bool = False
    checker_is_close: bool = False


def standing(earlier: Sequence[Earlier], about: tuple[str, str | None], today: date) -> int | None:
    """Which of them stands for the next application, by its place in the list; None: somebody has to look afresh.

    :param earlier: the newest first; one that speaks against the organisation takes the ground from all before it
    :param about: the organisation's name and number as they are now
    """
    for place, each in enumerate(earlier):
        if each.result in SPEAKS_AGAINST:
            return None
        holds = each.expires_on is not None and each.expires_on >= today
        untouched = each.about == about and not each.told_since and not each.checker_is_close
        if each.result in STANDS and holds and untouched:
            return place
    return None


def own_counts(*, by_person: bool, expires_on: date | None, today: date, stands: bool) -> bool:
    """Whether what was found for this very application counts, rather than what stands from another one.

    What a person found goes before what the register said: the register's newer word is shown beside it.
    """
    if not stands:
        return True
    return by_person and not (expires_on is not None and expires_on < today)


def eligibility_is_settled(needed: Collection[str], results: Mapping[str, str], *, in_the_way: bool) -> bool:
    """Whether it can be considered: the checks say so, and no other rule of the round is in the way."""
    return not in_the_way and all(results.get(each) in SETTLED for each in ELIGIBILITY if each in needed)


def query_may_be_sent(
    missing: Mapping[str, str],
    open_codes: Collection[str],
    by: date | None,
    today: date,
    *,
    asked_before: int,
    why_again: str,
    still_open: bool,
) -> list[Reason]:
    """Everything against asking. Once is the rule; a second time costs a small charity another evening.

    :param missing: what is missing, in words, by check
    :param open_codes: the checks at which a query is open
    """
    reasons = []
    if still_open:
        reasons.append(Reason("query-still-open"))
    if not missing:
        reasons.append(Reason("query-not-written"))
    if set(missing) - set(open_codes):
        reasons.append(Reason("query-not-wanted"))
    if by is None or by <= today:
        reasons.append(Reason("query-needs-a-day"))
    if asked_before and not why_again.strip():
        reasons.append(Reason("query-asked-before"))
    return reasons


def longer_is_later(new: date | None, asked_for: date, today: date) -> Reason | None:
    later = new is not None and new > max(asked_for, today)
    return None if later else Reason("query-not-longer", {"asked_on": day(asked_for)})


def points_are_answered(unanswered: Sequence[str]) -> Reason | None:
    """Each point has words or a file. :param unanswered: the names of those that have neither"""
    return Reason("query-not-answered", {"count": len(unanswered)}) if unanswered else None


def rule_is_named(rule: str | None) -> Reason | None:
    """Whoever cannot be considered is told which published rule is in the way."""
    return None if rule else Reason("rule-not-named")

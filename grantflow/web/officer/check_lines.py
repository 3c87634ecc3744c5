"""The checks of an application as an officer reads them: what counts of each, whose word it is, what was answered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from grantflow.accounts.queries import names_of_people
from grantflow.applications.models import Application, CheckResult
from grantflow.applications.queries import tier_of
from grantflow.casework.queries import ids_official_to
from grantflow.checks import queries, register
from grantflow.checks.asking import files_of
from grantflow.checks.models import CheckQuery
from grantflow.checks.queries import Standing
from grantflow.checks.rules import STANDS
from grantflow.core.calendar import local_date
from grantflow.core.display import day
from grantflow.documents.models import Document
from grantflow.engine.tiers import Check, Tiers
from grantflow.permissions import Actor, Occasion, Permission

# Words and colour of each state; red only for what stands in the way.
TAGS = {
    "pass": ("Pass", "green"),
    "query": ("Query", "yellow"),
    "condition": ("Pass, with a condition", "turquoise"),
    "fail": ("Fail", "red"),
    "not-needed": ("Not needed", "grey"),
    "expired": ("Out of date", "yellow"),
    "open": ("To do", "blue"),
}
OURSELVES = "GrantFlow"


@dataclass(frozen=True)
class Answered:
    """What the applicant answered about one check, with the files that came."""

    text: str
    files: Sequence[Document]


@dataclass(frozen=True)
class Line:
    """One check. `state` is the result that counts, or open or expired.

    :param rows: from which rows it filled itself, in words; nothing, where a person made it
    :param source: whose word it is, in words: who, when, until when; of another application, no more than may be seen
    :param from_application: the application it stands from, where the reader may open that
    :param news: what a register newer than a person's result says against it
    """

    check: Check
    state: str
    evidence: str = ""
    source: str = ""
    rows: str = ""
    stands: bool = False
    from_application: UUID | None = None
    from_reference: str = ""
    news: str = ""
    answered: Answered | None = None


@dataclass(frozen=True)
class _Around:
    """What all lines share: names by person, what the reader may open, the register's news, the applicant's answers."""

    names: Mapping[UUID, str]
    open_to: Collection[UUID]
    news: Mapping[str, tuple[date, str]]
    answers: Mapping[str, Answered]
    today: date


def check_lines(
    application: Application,
    queries_sent: Sequence[CheckQuery],
    occasion: Occasion,
    *,
    register_on: date | None,
) -> list[Line]:
    """One for each check that this size of award needs before an offer. As many statements, however many there are."""
    own = queries.results_by_code(application.id)
    stands = queries.standing_results(application, occasion.at)
    results = [*own.values(), *(each.result for each in stands.values())]
    checkers = [each.checked_by_id for each in results if each.checked_by_id]
    around = _Around(
        names=names_of_people(checkers) if checkers else {},
        open_to=_may_open(stands, occasion.actor),
        news=_news(application, occasion, register_on) if checkers else {},
        answers=_answers(queries_sent),
        today=local_date(occasion.at),
    )
    lines = []
    for code in tier_of(application).checks_before_offer:
        check, mine, theirs = queries.tiers_of(application).check(code), own.get(code), stands.get(code)
        if mine is not None and queries.own_counts(mine, theirs, occasion.at):
            lines.append(_own_line(check, mine, around))
        elif theirs is not None:
            lines.append(_standing_line(check, theirs, around))
        else:
            lines.append(Line(check, "open", answered=around.answers.get(code)))
    return lines


def summary(lines: Sequence[Line]) -> str:
    """How far the checks are, in one sentence."""
    settled = sum(each.state in {"pass", "condition", "not-needed"} for each in lines)
    if settled == len(lines):
        return f"All {settled} are settled."
    others = {"open": "to do", "query": "at query", "expired": "out of date", "fail": "failed"}
    counts = [(sum(each.state == state for each in lines), words) for state, words in others.items()]
    rest = ", ".join(f"{number} {words}" for number, words in counts if number)
    return f"{settled} of {len(lines)} settled: {rest}."


def not_needed(application: Application, sizes: Tiers) -> tuple[list[str], list[str]]:
    """The names of the checks that this size makes before payment, and of those it never makes."""
    tier = tier_of(application)
    later = [str(sizes.check(code).label) for code in tier.checks_before_payment]
    needed = {*tier.checks_before_offer, *tier.checks_before_payment}
    return later, [str(each.label) for each in sizes.checks if each.code not in needed]


def _own_line(check: Check, result: CheckResult, around: _Around) -> Line:
    expired = result.is_over(around.today)
    return Line(
        check,
        "expired" if expired else result.result,
        evidence=result.evidence,
        source=f"{_by(result, around)}, {day(result.checked_at)}{_until(result, past=expired)}",
        rows=_rows(result),
        news=_against(result, around),
        answered=around.answers.get(check.code),
    )


def _standing_line(check: Check, standing: Standing, around: _Around) -> Line:
    """Whoever may not see the other application reads that the check was made, when, and until when it holds."""
    result, may_open = standing.result, standing.result.application_id in around.open_to
    on = f"{day(result.checked_at)}{_until(result)}"
    return Line(
        check,
        result.result,
        evidence=result.evidence if may_open else "",
        source=f"checked by {_by(result, around)} on {on}"
        if may_open
        else f"From another application of theirs, checked on {on}",
        stands=True,
        from_application=result.application_id if may_open else None,
        from_reference=standing.reference if may_open else "",
        news=_against(result, around),
        answered=around.answers.get(check.code),
    )


def _rows(result: CheckResult) -> str:
    if not result.filled_itself:
        return ""
    return "Our records" if result.code in register.OUR_OWN else "Register"


def _by(result: CheckResult, around: _Around) -> str:
    return around.names.get(result.checked_by_id, "") if result.checked_by_id else OURSELVES


def _until(result: CheckResult, *, past: bool = False) -> str:
    if result.expires_on is None:
        return ""
    return f". Was good until {day(result.expires_on)}" if past else f". Good until {day(result.expires_on)}"


def _may_open(stands: Mapping[str, Standing], viewer: Actor) -> set[UUID]:
    ids = [each.result.application_id for each in stands.values()]
    return ids_official_to(viewer, Permission.APPLICATION_VIEW, ids) if ids else set()


def _news(application: Application, occasion: Occasion, made_on: date | None) -> dict[str, tuple[date, str]]:
    """What the register says that a person should hear of, with its date."""
    if made_on is None:
        return {}
    findings = queries.findings_in_rows(application, occasion.at)
    return {
        code: (made_on, finding.evidence(made_on))
        for code, finding in findings.items()
        if finding.result == "query" and finding.of_register
    }


def _against(result: CheckResult, around: _Around) -> str:
    """Only where a person had passed it before the register said so."""
    made_on, words = around.news.get(result.code, (date.min, ""))
    newer = made_on > local_date(result.checked_at)
    return words if newer and not result.filled_itself and result.result in STANDS else ""


def _answers(queries_sent: Sequence[CheckQuery]) -> dict[str, Answered]:
    """The newest answer about each check, from those that were sent."""
    sent = [each for each in queries_sent if each.answered_at is not None]
    files = files_of([each.id for each in sent])
    return {
        point.code: Answered(point.answer, files.get((query.id, point.code), []))
        for query in sent
        for point in query.points
    }

"""The second act: officers check what came, assessors say whom they know, read and score."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from grantflow.accounts.models import User
from grantflow.applications.models import CheckResult
from grantflow.assessment.models import Assessment
from grantflow.casework.running import tiers
from grantflow.db import db
from grantflow.engine.tiers import Tier
from grantflow.walk import checks
from grantflow.walk.browser import Page, Person
from grantflow.walk.cast import Charity, Fate, words
from grantflow.walk.table import Wrong
from grantflow.walk.world import World, work_address

OFFICERS = ("officer", "second-officer")
# Something that fits each part of an address besides the ids.
ANY: dict[str, Any] = {"number": 1, "code": "REG", "key": "need-and-local-fit", "action": "award"}
POINTS = {Fate.FUNDED: "4", Fate.TURNED_DOWN: "4", Fate.LAPSED: "4", Fate.DECLINED: "2"}


@dataclass(frozen=True)
class Task:
    """One assessment and the member of staff who was asked."""

    id: UUID
    application_id: UUID
    assessor: str


def assess(world: World) -> None:
    """From the closed round to applications that are ready for a decision."""
    with world.table.step("Start assessing", "officer", 1, "password and code, the round's next step"):
        _start_assessing(world)
    checked = world.those(which=lambda each: each.is_assessed)
    barred = world.those(which=lambda each: each.fate is Fate.INELIGIBLE)
    if barred:
        with world.table.step("Say that one is not eligible", "officer", len(barred), "told the same day"):
            world.together(barred, _bar)
    with world.table.step(
        "Do the checks for the size", "officers", len(checked), "those of its size and no others"
    ):
        world.together(checked, _check)
    _conflict(world, checked[0])
    with world.table.step("Ask assessors", "officers", len(checked), "as many as the size needs"):
        world.together(checked, _ask)
        world.settle()
    tasks = _tasks(world)
    with world.table.step(
        "Declare and score", "assessors", len(tasks), "scores hidden until one's own are in"
    ):
        world.together(_by_assessor(tasks), _score_all)
    with world.table.step("Send for a decision", "officers", len(checked)):
        world.together(checked, _send_for_a_decision)


def _start_assessing(world: World) -> None:
    officer = world.staff("officer")
    page = officer.open(f"/officer/rounds/{world.round_id}")
    checks.offers(world, page, "Start assessing")
    officer.follow("Start assessing")
    checks.sees(world, officer.press("Start assessing"), "Being assessed")
    checks.is_at(world, world.round_id, "assessing")
    checks.recorded(world, world.round_id, "create", "open", "close", "start-assessing")
    arrived = world.those(which=lambda each: each.is_assessed or each.fate is Fate.INELIGIBLE)
    checks.sees(world, officer.open("/officer/"), *(each.reference for each in arrived[:20]))


def _bar(world: World, charity: Charity) -> None:
    officer = world.staff("officer")
    officer.open(case(charity))
    officer.follow("Mark as not eligible")
    told = {"rule": "rule-area", "note": words()["staff_words"]["ineligible"]}
    page = officer.send(told, button="Say that it is not eligible")
    checks.sees(world, page, "Not eligible")
    checks.is_at(world, charity.application_id, "ineligible")
    checks.recorded(world, charity.application_id, "create", "submit", "mark-ineligible")
    link = checks.email_about(
        world, charity.application_id, "ineligible-notice", charity.email, charity.project
    )
    page = checks.sees(world, world.charity(charity).open(link), "We have written")
    said = ("The rule", words()["staff_words"]["ineligible"], "If you think we are wrong")
    checks.letter_on(
        world, world.charity(charity), charity.application_id, "ineligible-notice", on=page, said=said
    )


def _check(world: World, charity: Charity) -> None:
    officer = _officer_for(world, charity)
    page = checks.offers(world, officer.open(case(charity)), "Start the checks")
    checks.sees(world, page, charity.name, charity.reference, charity.amount_shown, charity.says("where"))
    checks.sees(world, officer.press("Start the checks"), "Being checked")
    codes = codes_before_offer(world, charity)
    page = officer.open(f"{case(charity)}/checks")
    links = [href for _, href in page.links if "/checks/" in href]
    if [href.rpartition("/")[2] for href in links] != list(codes):
        raise Wrong(f"{page.url} asks for {links}, and not for {codes}")
    by_hand = _codes_by_hand(world, charity)
    if charity.charity_number and {"REG", "BAND"} & set(by_hand):
        raise Wrong(f"{page.url} leaves {by_hand} to be done, though the register says it")
    for href in links:
        if href.rpartition("/")[2] not in by_hand:
            continue
        officer.open(href)
        told = {"result": "pass", "evidence": words()["staff_words"]["check"]}
        page = officer.send(told, button="Save this check")
    checks.offers(world, page, "Send to assessors")
    officer.follow("Send to assessors")
    checks.sees(world, officer.press("Send to assessors"), "Being assessed")
    checks.recorded(world, charity.application_id, *_so_far(by_hand))


def _conflict(world: World, charity: Charity) -> None:
    """Somebody is asked who has an interest. From the moment of saying so there is no way in for them."""
    with world.table.step(
        "Step aside for an interest", "assessor", 1, "every page of the case is 404 afterwards"
    ):
        _ask_one(world, charity)
        world.settle()
        task = _tasks(world)[0]
        assessor = world.staff(task.assessor)
        checks.sees(world, assessor.open(assigned(world, task)), charity.name)
        told = {"answer": "yes", "interest": words()["staff_words"]["interest"]}
        checks.sees(world, assessor.send(told, button="Continue"), "Somebody else will be asked")
        checks.is_at(world, task.id, "recused")
        checks.recorded(world, task.id, "create", "declare-conflict")
        checks.email_about(world, task.id, "conflict-declared", work_address("officer"), charity.project)
        _no_way_in(world, assessor, task)


def assigned(world: World, task: Task) -> str:
    """The link in the email that asks somebody to assess."""
    return checks.email_about(world, task.id, "assessment-assigned", work_address(task.assessor))


def _no_way_in(world: World, assessor: Person, task: Task) -> None:
    """Every page whose address names the application or the assessment: as if there were no such thing."""
    for rule in world.app.url_map.iter_rules():
        names = set(rule.arguments)
        if "GET" not in (rule.methods or set()) or not names & {"application_id", "assessment_id", "case_id"}:
            continue
        values = {name: ANY.get(name, str(uuid4())) for name in names}
        values |= {"application_id": str(task.application_id), "case_id": str(task.application_id)}
        values |= {"assessment_id": str(task.id)}
        with world.app.test_request_context():
            path = world.app.url_for(rule.endpoint, **{name: values[name] for name in names})
        checks.sees(world, assessor.open(path), status=404)


def _ask(world: World, charity: Charity) -> None:
    needed = _size(world, charity).assessors
    page = [_ask_one(world, charity) for _ in range(needed)][-1]
    if any("/assessments/ask" in href for _, href in page.links):
        raise Wrong(f"{page.url} would ask more than the {needed} that this size needs")
    checks.sees(world, page, charity.name)


def _ask_one(world: World, charity: Charity) -> Page:
    officer = _officer_for(world, charity)
    officer.open(f"{case(charity)}/assessments")
    form = officer.follow("Ask somebody to assess").form("assessor")
    return officer.send({"assessor": form.offered["assessor"][0]}, button="Ask this person")


def _tasks(world: World) -> list[Task]:
    """The assessments that wait for somebody."""
    with world.database():
        rows = db.session.execute(
            select(Assessment.id, Assessment.application_id, User.email)
            .join(User, User.id == Assessment.assigned_to_id)
            .where(Assessment.stage == "assigned")
            .order_by(User.email, Assessment.id)
        )
        return [Task(row.id, row.application_id, row.email.partition("@")[0]) for row in rows]


def _by_assessor(tasks: list[Task]) -> list[list[Task]]:
    """One person does one thing after the other."""
    keys = sorted({each.assessor for each in tasks})
    return [[each for each in tasks if each.assessor == key] for key in keys]


def _score_all(world: World, tasks: Sequence[Task]) -> None:
    assessor = world.staff(tasks[0].assessor)
    checks.sees(world, assessor.open("/assessor/"), "My assessments")
    for task in tasks:
        _score(world, assessor, task, _charity_of(world, task))


def _score(world: World, assessor: Person, task: Task, charity: Charity) -> None:
    checks.sees(world, assessor.open(assigned(world, task)), charity.name)
    page = checks.sees(world, assessor.send({"answer": "no"}, button="Continue"), charity.says("where"))
    if charity.email in page.text:
        raise Wrong(f"{page.url} shows the assessor who wrote it")
    page = assessor.open(next(href for _, href in page.links if "/criteria/" in href))
    with world.database():
        criteria = len(tiers().criteria)
    said = words()["staff_words"]
    told = {"points": POINTS[charity.fate], "reason": said["strength_of_score"].format(**charity.facts)}
    for _ in range(criteria):
        if "Before you see the amount" in page.text:
            page = checks.sees(world, assessor.press("Show me the amount"), charity.amount_shown)
        elif charity.amount_shown in page.text:
            raise Wrong(f"{page.url} shows the amount before quality is scored")
        page = assessor.send(told, button="Save and go on")
    whole = {name: said[name].format(**charity.facts) for name in ("strengths", "concerns")}
    recommendation = "do-not-fund" if charity.fate is Fate.DECLINED else "fund"
    page = assessor.send(whole | {"recommendation": recommendation}, button="Save")
    checks.offers(world, page, "Send my scores")
    checks.sees(world, assessor.press("Send my scores"), "See what the others said")
    checks.recorded(world, task.id, "create", "declare-no-conflict", "see-amount", "submit-scores")


def _send_for_a_decision(world: World, charity: Charity) -> None:
    officer = _officer_for(world, charity)
    page = officer.open(f"{case(charity)}/assessments")
    checks.sees(world, page, f"{float(POINTS[charity.fate]):.2f}")
    officer.follow("Send for a decision")
    checks.sees(world, officer.press("Send for a decision"), "Ready for a decision")
    checks.is_at(world, charity.application_id, "panel")
    checks.recorded(world, charity.application_id, *story_until_panel(world, charity))


def story_until_panel(world: World, charity: Charity) -> tuple[str, ...]:
    marked = ("mark",) if charity.proposed else ()
    return (*_so_far(_codes_by_hand(world, charity)), "send-to-panel", *marked)


def codes_before_offer(world: World, charity: Charity) -> tuple[str, ...]:
    return tuple(_size(world, charity).checks_before_offer)


def _codes_by_hand(world: World, charity: Charity) -> tuple[str, ...]:
    """Those that the register, and what we hold ourselves, did not settle."""
    with world.database():
        filled = db.session.scalars(
            select(CheckResult.code).where(
                CheckResult.application_id == charity.application_id,
                CheckResult.checked_by_id.is_(None),
                CheckResult.result == "pass",
            )
        ).all()
    return tuple(code for code in codes_before_offer(world, charity) if code not in filled)


def _so_far(codes: Sequence[str]) -> tuple[str, ...]:
    return ("create", "submit", "start-checks", *["check" for _ in codes], "pass-checks")


def _size(world: World, charity: Charity) -> Tier:
    with world.database():
        return tiers().tier(charity.tier)


def _charity_of(world: World, task: Task) -> Charity:
    return next(each for each in world.cast if each.application_id == task.application_id)


def _officer_for(world: World, charity: Charity) -> Person:
    """Two officers share the work."""
    return world.staff(OFFICERS[charity.number % len(OFFICERS)])


def case(charity: Charity) -> str:
    return f"/officer/applications/{charity.application_id}"

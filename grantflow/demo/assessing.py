"""From a sent application to a decision that is held, and to its release where a round does not wait."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from grantflow.accounts.models import User
from grantflow.applications import eligibility
from grantflow.applications.models import Application
from grantflow.applications.queries import offering_of, tier_of
from grantflow.assessment import commands
from grantflow.assessment.hiding import hidden_from, in_order, show_amount
from grantflow.assessment.models import Assessment
from grantflow.assessment.moderation import apart, write_moderation
from grantflow.assessment.panel_commands import record_meeting
from grantflow.assessment.panels import list_members, quorum_for
from grantflow.assessment.queries import tiers_of
from grantflow.casework.commands import take_action
from grantflow.checks.commands import fill_checks, record_check
from grantflow.checks.ineligible import mark_ineligible
from grantflow.checks.queries import what_counts
from grantflow.checks.rules import SETTLED
from grantflow.core.calendar import local_date
from grantflow.core.money import parse_pounds
from grantflow.db import db
from grantflow.demo import granting
from grantflow.demo.stories import RoundStory, Story, london
from grantflow.demo.telling import Teller
from grantflow.permissions import Occasion
from grantflow.web.phrases import phrase

# How far along each stage is, so that a story stops where it says it stops.
ORDER = ["submitted", "checking", "assessing", "panel", "to-award", "awarded"]
SAME_AS = {"to-decline": "to-award", "declined": "awarded", "ineligible": "checking", "delayed": "panel"}

# Where a story does not say it itself.
TALKED_OVER = "The panel talked it over and agreed. Its reasons stand with the decision."
SHARED_OUT = "There was less money than good work. We spoke about what could be done with this much."
EVIDENCE = {
    "register": "Found on the register this morning: name and number match, nothing overdue.",
    "declaration": "Declared in the application; nothing we know says otherwise.",
    "document": "Read what they sent. It says what it should.",
    "call": "Rang and asked. Clear answers.",
}

# What an officer writes where the assessors are far apart.
WEIGHED_UP = {
    "why_apart": "I rang both. One read it as a new service, the other knows the work they do already.",
    "view_now": "Both stand by their scores. They agree that the panel should ask how the first months will look.",
}


def begin(teller: Teller, found: RoundStory, story: Story) -> None:
    """A rolling round starts on an application as it comes; any other waits until it has closed.

    Somebody who cannot be funded at all hears within days, whatever the round.
    """
    told = story.told["application"]
    if "ineligible_after_days" in told:
        days = float(told["ineligible_after_days"])
    elif found.told.get("rolling"):
        days = 1.0
    else:
        days = 2 + _until_closed(teller, found) / timedelta(days=1)
    teller.after(days, partial(_start_checks, teller, found, story))


def reaches(story: Story, stage: str) -> bool:
    """Whether a story goes at least as far as this stage."""
    return ORDER.index(SAME_AS.get(story.ends_at, story.ends_at)) >= ORDER.index(stage)


def _until_closed(teller: Teller, found: RoundStory) -> timedelta:
    return max(london(found.told["closes_at"]) - teller.clock.now(), timedelta())


def _start_checks(teller: Teller, found: RoundStory, story: Story) -> None:
    application = story.application()
    officer = teller.staff_member(found.told["officer"])
    take_action(application, "start-checks", officer)
    if story.ends_at == "ineligible":
        _say_no_early(application, story, officer)
        return
    teller.after(2, partial(_check, teller, found, story))


def _say_no_early(application: Application, story: Story, officer: Occasion) -> None:
    """The rule that the story names, in the words that the round publishes."""
    told = story.told["application"]
    published = eligibility.published(offering_of(application.round), tier_of(application))
    rule = next(each for each in published if each.key == told["ineligible_rule"])
    mark_ineligible(application, rule.key, officer, rule_words=phrase(rule), why=told["ineligible_because"])


def _check(teller: Teller, found: RoundStory, story: Story) -> None:
    application = story.application()
    officer = teller.staff_member(found.told["officer"])
    told: dict[str, Any] = {each["code"]: each for each in story.told.get("check", [])}
    offered, today = tiers_of(application), local_date(officer.at)
    filled = {code for code, each in what_counts(application, officer.at).items() if each.result in SETTLED}
    for position, code in enumerate(tier_of(application).checks_before_offer):
        # A story that stays with the checks still has its last ones to do.
        if not reaches(story, "assessing") and position >= len(tier_of(application).checks_before_offer) - 2:
            break
        if code in filled and code not in told:
            continue
        said = told.get(code, {})
        evidence = said.get("evidence", EVIDENCE[offered.check(code).source])
        # What a pause would let run out is told without an end: nobody could make it again meanwhile.
        until = None if "paused_because" in found.told else offered.check(code).good_until(today)
        record_check(
            application, code, officer, result=said.get("result", "pass"), evidence=evidence, expires_on=until
        )
    if reaches(story, "assessing"):
        take_action(application, "pass-checks", officer)
        _assign(teller, found, story)


def _assign(teller: Teller, found: RoundStory, story: Story) -> None:
    """Ask as many as the tier needs; one who steps aside is replaced some days later."""
    told: list[dict[str, Any]] = story.told.get("assessment", [])
    needed = tier_of(story.application()).assessors
    asked = {each["assessor"] for each in told}
    others = [{"assessor": key} for key in found.told["assessors"] if key not in asked]
    told = [*told, *others[: max(0, needed - len(told))]]
    for each in told[:needed]:
        _ask(teller, found, story, each)
    for each in told[needed:]:
        teller.after(4 * found.pace, partial(_ask, teller, found, story, each))
    if reaches(story, "panel"):
        teller.after(16 * found.pace, partial(_to_panel, teller, found, story))


def _ask(teller: Teller, found: RoundStory, story: Story, told: dict[str, Any]) -> None:
    officer = teller.staff_member(found.told["officer"])
    assessment = commands.assign_assessor(story.application(), _user(teller, told["assessor"]), officer)
    teller.after(2 * found.pace, partial(_declare, teller, found, story, assessment.id, told))


def _declare(
    teller: Teller, found: RoundStory, story: Story, assessment_id: Any, told: dict[str, Any]
) -> None:
    assessment = db.session.get_one(Assessment, assessment_id)
    assessor = teller.staff_member(told["assessor"])
    if "conflict" in told:
        commands.declare_conflict(assessment, assessor, interest=told["conflict"])
        return
    if "scores" not in told and story.ends_at == "assessing":
        return
    take_action(assessment, "declare-no-conflict", assessor)
    if "scores" in told:
        teller.after(7 * found.pace, partial(_score, teller, assessment_id, told))


def _score(teller: Teller, assessment_id: Any, told: dict[str, Any]) -> None:
    assessment = db.session.get_one(Assessment, assessment_id)
    assessor = teller.staff_member(told["assessor"])
    for criterion in in_order(tiers_of(assessment.application).criteria, assessment.application.round):
        if criterion.needs_amount and hidden_from(assessment).amount:
            show_amount(assessment, assessor)
        points, reason = told["scores"][criterion.key]
        commands.save_score(
            assessment, criterion.key, points if isinstance(points, int) else None, reason, assessor
        )
    commands.save_overall_view(
        assessment,
        assessor,
        strengths=told["strengths"],
        concerns=told["concerns"],
        recommendation=told["recommendation"],
    )
    take_action(assessment, "submit-scores", assessor)


def _to_panel(teller: Teller, found: RoundStory, story: Story) -> None:
    application = story.application()
    officer = teller.staff_member(found.told["officer"])
    if apart(application).is_far:
        write_moderation(application, officer, **WEIGHED_UP)
    take_action(application, "send-to-panel", officer)
    if "paused_on" in found.told:
        paused = london(found.told["paused_on"])
        teller.at(paused, partial(_pause, teller, found, story))
    elif reaches(story, "to-award"):
        teller.after(4 * found.pace, partial(_decide, teller, found, story))


def _pause(teller: Teller, found: RoundStory, story: Story) -> None:
    officer = teller.staff_member(found.told["officer"])
    told = found.told
    commands.delay(
        story.application(), told["released_on"], officer, why=told["paused_because"],
        public_why=told["paused_publicly"],
    )  # fmt: skip
    resumed = london(found.told["released_on"]) - timedelta(days=24)
    teller.at(resumed, partial(_resume, teller, found, story))


def _resume(teller: Teller, found: RoundStory, story: Story) -> None:
    application, officer = story.application(), teller.staff_member(found.told["officer"])
    # What was looked up before the pause may have run out meanwhile.
    fill_checks(application, officer)
    take_action(application, "resume-deciding", officer)
    teller.after(6, partial(_decide, teller, found, story))


def _decide(teller: Teller, found: RoundStory, story: Story) -> None:
    application, told = story.application(), story.told["decision"]
    decider = teller.staff_member(found.told["decider"])
    _meet(application, decider)
    because = told.get("departing_because", TALKED_OVER)
    if told["outcome"] == "award":
        amount = parse_pounds(str(told["amount"]))
        commands.award(
            application, amount, decider, why=told["why"], why_less=told.get("why_less", SHARED_OUT),
            conditions=told.get("conditions", ""), departing_because=because,
        )  # fmt: skip
        if application.stage == "panel":
            commands.second_award(application, teller.staff_member(found.told["officer"]))
    else:
        commands.decline(
            application,
            decider,
            reason_codes=list(told["reason_codes"]),
            strength=told["strength"],
            change=told["change"],
            why=told.get("why", ""),
            departing_because=because,
        )
    if found.told.get("rolling") and reaches(story, "awarded"):
        teller.after(1, partial(_tell_one, teller, found, story))


def _meet(application: Application, decider: Occasion) -> None:
    """The panel meets when the first one is to be decided that it has not had a chance to talk about."""
    if tier_of(application).panel and quorum_for(application).meeting is None:
        members = [each.user_id for each in list_members(application.round.id)]
        record_meeting(application.round, local_date(decider.at), members, decider)


def _tell_one(teller: Teller, found: RoundStory, story: Story) -> None:
    action = "release-award" if story.told["decision"]["outcome"] == "award" else "release-decline"
    take_action(story.application(), action, teller.staff_member(found.told["officer"]))
    granting.begin(teller, found, story)


def release(teller: Teller, found: RoundStory) -> None:
    """Everybody is told at once, and those with an offer answer it."""
    take_action(found.round(), "release-decisions", teller.staff_member(found.told["officer"]))
    for story in found.stories:
        teller.after(1, partial(granting.begin, teller, found, story))


def _user(teller: Teller, key: str) -> User:
    return db.session.get_one(User, teller.staff[key])


def release_time(found: RoundStory) -> datetime:
    return london(found.told["released_on"], time(11, 0))

"""The third act: decisions within the budget, held, and then told to everybody on the same day."""

from sqlalchemy import func, select

from grantflow.accounts.models import User
from grantflow.applications.models import Decision
from grantflow.awards.models import Award
from grantflow.db import db
from grantflow.walk import checks
from grantflow.walk.assess import case, story_until_panel
from grantflow.walk.browser import Person
from grantflow.walk.cast import Charity, Fate, budget, words
from grantflow.walk.table import Wrong
from grantflow.walk.world import World, wait_for, work_address

MEMBERS = {"panel-1": "lived-experience", "panel-2": "local-voluntary-sector", "panel-3": "probation"}


def decide(world: World) -> None:
    """From applications that are ready to letters that are read."""
    offered = world.those(which=lambda each: each.is_offered)
    declined = world.those(which=lambda each: each.fate is Fate.DECLINED)
    with world.table.step("Seat the panel and let it meet", "regional lead", 1, "no decision before it has"):
        _meet(world, declined[0])
    with world.table.step("Award as the panel proposes", "regional lead", 1, "a proposal moves nothing"):
        _propose(world, offered[0])
    with world.table.step(
        "Award, held until release", "regional lead", len(offered), "the applicant sees nothing yet"
    ):
        for charity in offered:
            _award(world, charity)
    with world.table.step(
        "Try to award over the budget", "regional lead", 1, "refused in words, nothing changed"
    ):
        _overspend(world, declined[0])
    with world.table.step("Decline, with feedback", "regional lead", len(declined)):
        for charity in declined:
            _decline(world, charity)
    with world.table.step("Release the decisions", "regional lead", 1, "everybody is told together"):
        _release(world, offered, declined)
    with world.table.step(
        "Read the decision", "charities", len(offered) + len(declined), "offer, or reasons and feedback"
    ):
        world.together(offered, _read_offer)
        world.together(declined, _read_refusal)


def _meet(world: World, charity: Charity) -> None:
    """Three members, one at each place; all of them come. The pack and the minutes are papers."""
    lead, panel = world.staff("lead"), f"/officer/rounds/{world.round_id}/panel"
    checks.sees(world, lead.open(f"{case(charity)}/decision"), "No meeting of the panel is recorded")
    with world.database():
        rows = db.session.execute(
            select(User.id, User.email).where(User.email.in_([work_address(key) for key in MEMBERS]))
        )
        ids = {email.partition("@")[0]: user_id for user_id, email in rows}
    lead.open(f"{panel}/members")
    lead.send({f"place_{ids[key].hex}": place for key, place in MEMBERS.items()}, button="Save the panel")
    lead.open(f"{panel}/meeting")
    lead.send({"present": [str(each) for each in ids.values()]}, button="Save who was there")
    checks.sees(world, lead.open(panel), "Last met on", charity.reference)
    reader = world.staff("panel-1")
    member = reader.open(panel)
    checks.sees(world, member, charity.reference)
    minutes = next(href for words, href in member.links if words.startswith("Minutes of"))
    being_made = reader.press("Make the pack for members").url
    checks.is_paper(world, reader, wait_for("the pack for members", lambda: _pack(reader, being_made)))
    checks.is_paper(world, reader, minutes)


def _pack(reader: Person, address: str) -> str | None:
    """Where the pack is, once a worker has made it."""
    links = reader.open(address).links
    return next((href for words, href in links if words.startswith("Open the pack")), None)


def _propose(world: World, charity: Charity) -> None:
    lead, panel = world.staff("lead"), f"/officer/rounds/{world.round_id}/panel"
    lead.open(panel)
    lead.send({"kind": "full"}, button=charity.project)
    charity.proposed = True
    checks.is_at(world, charity.application_id, "panel")
    page = lead.open(f"{case(charity)}/decision")
    checks.sees(world, page, f"The panel proposes: award in full, {charity.amount_shown}")


def _award(world: World, charity: Charity) -> None:
    lead = world.staff("lead")
    next_step = "Decide as the panel proposes" if charity.proposed else "Award"
    checks.offers(world, lead.open(f"{case(charity)}/decision"), next_step)
    lead.open(f"{case(charity)}/decision/award")
    told = {"amount": f"{charity.amount:,}", "why": words()["staff_words"]["why"].format(**charity.facts)}
    page = lead.send(told, button="Award the grant")
    checks.sees(world, page, f"Awarded: {charity.amount_shown}", "the applicant has not been told")
    checks.is_at(world, charity.application_id, "to-award")
    checks.recorded(world, charity.application_id, *story_until_panel(world, charity), "award")
    status = world.charity(charity).open(f"/applicant/applications/{charity.application_id}")
    if "Awarded" in status.text or "offering" in status.text:
        raise Wrong(f"{status.url} tells the applicant of a decision that is held")
    checks.sees(world, status, "Being assessed")


def _overspend(world: World, charity: Charity) -> None:
    lead = world.staff("lead")
    lead.open(f"{case(charity)}/decision/award")
    told = {"amount": f"{charity.amount:,}", "why": words()["staff_words"]["why"].format(**charity.facts)}
    page = lead.send(told, button="Award the grant")
    left = budget(world.cast) - sum(each.amount for each in world.cast if each.is_offered)
    checks.is_told_of_mistakes(world, page, f"£{left:,}")
    checks.still_says(page, "why", told["why"])
    checks.is_at(world, charity.application_id, "panel")
    checks.recorded(world, charity.application_id, *story_until_panel(world, charity))
    with world.database():
        if db.session.scalar(select(Decision.id).where(Decision.application_id == charity.application_id)):
            raise Wrong(f"{charity.reference} has a decision that was refused")


def _decline(world: World, charity: Charity) -> None:
    lead, said = world.staff("lead"), words()["staff_words"]
    lead.open(f"{case(charity)}/decision/decline")
    told = {
        "reason_codes": ["plan-unclear", "good-but-outranked"],
        "strength": said["decline_strength"].format(**charity.facts),
        "change": said["decline_change"].format(**charity.facts),
    }
    checks.sees(world, lead.send(told, button="Decline"), "Declined", "the applicant has not been told")
    checks.is_at(world, charity.application_id, "to-decline")
    checks.recorded(world, charity.application_id, *story_until_panel(world, charity), "decline")


def _release(world: World, offered: list[Charity], declined: list[Charity]) -> None:
    lead = world.staff("lead")
    page = lead.open(f"/officer/rounds/{world.round_id}/release")
    total = sum(each.amount for each in offered)
    checks.sees(world, page, f"£{total:,} in all", *(each.reference for each in [*offered, *declined]))
    checks.sees(world, lead.press("Release the decisions"), "Telling everyone")
    world.settle()
    story = (
        "create", "open", "close", "start-assessing", "choose-panel", "record-meeting", "release-decisions",
    )  # fmt: skip
    checks.recorded(world, world.round_id, *story)
    with world.database():
        awarded = (
            db.session.scalar(select(func.sum(Award.amount_pence)).where(Award.round_id == world.round_id))
            or 0
        )
        rows = db.session.execute(select(Award.application_id, Award.id, Award.reference, Award.amount_pence))
        awards = {row.application_id: (row.id, row.reference, row.amount_pence) for row in rows}
    checks.amount_is(world, "everything awarded", awarded, total * 100)
    checks.at_most(world, "everything awarded", awarded, budget(world.cast) * 100)
    for charity in offered:
        charity.award_id, charity.award_reference, pence = awards[charity.application_id]
        checks.amount_is(world, f"the award to {charity.name}", pence, charity.pence)


def _read_offer(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    checks.is_at(world, charity.application_id, "awarded")
    checks.recorded(
        world, charity.application_id, *story_until_panel(world, charity), "award", "release-award"
    )
    link = checks.email_about(
        world, charity.award_id, "offer", charity.email, charity.amount_shown, charity.project
    )
    page = checks.offers(world, person.open(link), "Accept the offer")
    said = (charity.name, charity.award_reference, charity.amount_shown, charity.project)
    checks.letter_on(world, person, charity.award_id, "offer", on=page, said=said)


def _read_refusal(world: World, charity: Charity) -> None:
    person, feedback = world.charity(charity), words()["staff_words"]
    checks.is_at(world, charity.application_id, "declined")
    checks.recorded(
        world, charity.application_id, *story_until_panel(world, charity), "decline", "release-decline"
    )
    link = checks.email_about(world, charity.application_id, "unsuccessful", charity.email, charity.project)
    page = checks.sees(world, person.open(link), "We are not able to fund this, this time")
    change = feedback["decline_change"].format(**charity.facts)
    offers = len(world.those(which=lambda each: each.is_offered))
    numbers = f"We had £{budget(world.cast):,} and could fund {offers}"
    said = (charity.name, charity.reference, charity.project, change, numbers)
    checks.letter_on(world, person, charity.application_id, "unsuccessful", on=page, said=said)

"""The last act: what was learned is written down, agreed to and published; grants and the round come to their end."""

from uuid import UUID

from sqlalchemy import select

from grantflow.audit.queries import count_entries
from grantflow.casework.models import CaseTimer
from grantflow.casework.verify import everything_wrong
from grantflow.db import db
from grantflow.jobs.queries import list_jobs
from grantflow.learning.models import LearningEntry
from grantflow.walk import checks
from grantflow.walk.apply import SAVE
from grantflow.walk.assess import case
from grantflow.walk.award import grant, story_until_start
from grantflow.walk.browser import Person
from grantflow.walk.cast import Charity, Fate, budget, words
from grantflow.walk.table import Wrong
from grantflow.walk.world import World

ROUND = (
    "create",
    "open",
    "close",
    "start-assessing",
    "choose-panel",
    "record-meeting",
    "release-decisions",
    "start-monitoring",
    "start-learning",
)
CHOSEN: dict[str, str | list[str]] = {
    "cohort": ["everyone"], "need-level": "medium", "setting": ["community"], "rurality": "town",
    "partner-types": ["probation-office", "charity"], "worked": "partly", "evidence-strength": "2",
    "confidence": "medium",
}  # fmt: skip
PUBLISHED = ("create", "submit-for-review", "give-consent", "publish")


def learn(world: World) -> None:
    """From reports to a page that anybody can read."""
    funded = world.those(which=lambda each: each.fate is Fate.FUNDED)
    source = funded[0]
    with world.table.step(
        "Draft and complete a learning entry", "evaluator", 1, "not without context and limits"
    ):
        entry_id = _draft(world, source)
    with world.table.step("Agree to what is published", "charity", 1, "refused before they agreed"):
        _consent(world, source, entry_id)
    with world.table.step("Publish, and read it as anybody", "regional lead", 1):
        _publish(world, source, entry_id)
    with world.table.step("Complete the grants", "officer", len(funded), "a summary of each"):
        for charity in funded:
            _complete(world, charity)
        world.settle()
        world.together(funded, _read_summary)
    with world.table.step("Gather the round's learning", "regional lead", 1, "the round's summary"):
        _gather(world, funded)
    with world.table.step(
        "Verify the record and the jobs", "administrator", 1, "no job failed, no timer refused"
    ):
        _verify(world)


def _draft(world: World, charity: Charity) -> UUID:
    evaluator = world.staff("evaluator")
    page = evaluator.open("/evaluator/learning")
    checks.sees(world, page, charity.project)
    page = evaluator.press(f"from {charity.project}")
    entry_id = _entry_of(world, charity)
    blocked = evaluator.open(f"/evaluator/learning/{entry_id}/submit-for-review")
    if any(form.says("Ask for a review") for form in blocked.forms):
        raise Wrong(f"{blocked.url} would send an entry for review that is not complete")
    checks.sees(world, page, "Still to write")
    for href in [href for _, href in page.links if "/sections/" in href]:
        _write(world, evaluator, charity, href)
    page = evaluator.open(f"/evaluator/learning/{entry_id}")
    checks.offers(world, page, "Ask for a review")
    evaluator.follow("Ask for a review")
    checks.sees(world, evaluator.press("Ask for a review"), "Being reviewed")
    checks.recorded(world, entry_id, *PUBLISHED[:2])
    return entry_id


def _write(world: World, evaluator: Person, charity: Charity, href: str) -> None:
    page = evaluator.open(href)
    asked = page.form(button=SAVE).names
    facts = charity.facts | {"did": charity.says("did")}
    told = {key: text.format(**facts) for key, text in words()["learning"].items()}
    told |= CHOSEN
    page = evaluator.send({key: value for key, value in told.items() if key in asked}, button=SAVE)
    if page.title.startswith("Error: "):
        raise Wrong(f"{page.url} refuses the entry: {page.text[:500]}")
    checks.sees(world, page)


def _consent(world: World, charity: Charity, entry_id: UUID) -> None:
    page = world.staff("lead").open(f"/evaluator/learning/{entry_id}/publish")
    if any(form.says("Publish") for form in page.forms):
        raise Wrong(f"{page.url} would publish without the organisation's consent")
    person = world.charity(charity)
    checks.offers(world, person.open(grant(charity)), "Read what we would publish")
    page = checks.sees(world, person.follow("Read what we would publish"), words()["learning"]["limits"])
    checks.sees(
        world, person.send({"answer": "yes"}, button="Send your answer"), f"{charity.contact} agreed on"
    )
    checks.recorded(world, entry_id, *PUBLISHED[:3])


def _publish(world: World, charity: Charity, entry_id: UUID) -> None:
    address = f"/learning/{entry_id}"
    checks.sees(world, world.stranger().open(address), status=404)
    lead = world.staff("lead")
    checks.offers(world, lead.open(f"/evaluator/learning/{entry_id}"), "Publish")
    lead.follow("Publish")
    checks.sees(world, lead.press("Publish"), "Published")
    checks.recorded(world, entry_id, *PUBLISHED)
    world.settle()
    said = words()["learning"]
    link = checks.email_about(world, entry_id, "learning-published", charity.email)
    for page in (world.stranger().open(address), world.charity(charity).open(link)):
        checks.sees(world, page, said["mechanism"], said["limits"], said["context-people"], charity.name)
    title = said["title"].format(**charity.facts)
    checks.sees(world, world.stranger().open("/learning"), title)


def _complete(world: World, charity: Charity) -> None:
    officer = world.staff("officer")
    checks.offers(world, officer.open(f"{case(charity)}/money"), "Complete the grant")
    officer.follow("Complete the grant")
    checks.sees(world, officer.press("Complete the grant"), "Completed")
    checks.is_at(world, charity.award_id, "completed")
    checks.recorded(world, charity.award_id, *story_until_start(world, charity), "complete")


def _read_summary(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    link = checks.email_about(world, charity.award_id, "award-summary", charity.email, charity.project)
    checks.sees(world, person.open(link))
    page = checks.sees(world, person.open(grant(charity)), "This grant is complete")
    said = (charity.name, charity.award_reference, charity.amount_shown, charity.project)
    checks.letter_on(world, person, charity.award_id, "award-summary", on=page, said=said)


def _gather(world: World, funded: list[Charity]) -> None:
    """The round moves on to its learning, which makes its summary."""
    lead = world.staff("lead")
    checks.sees(world, world.stranger().open(f"/rounds/{world.slug}/summary"), status=404)
    lead.open(f"/officer/rounds/{world.round_id}")
    lead.follow("Start gathering the learning")
    checks.sees(world, lead.press("Start gathering the learning"), "Gathering the learning")
    checks.is_at(world, world.round_id, "learning")
    checks.recorded(world, world.round_id, *ROUND)
    world.settle()
    world.together(funded, _read_round_summary)


def _read_round_summary(world: World, charity: Charity) -> None:
    """Those who made it are told first. It is on the round's public page, for anybody."""
    title = words()["round"]["title"]
    link = checks.email_about(world, world.round_id, "round-summary", charity.email, title)
    if charity.number == 0:
        reader = world.stranger()
        page = checks.sees(world, reader.open(link), title)
        said = (title, f"£{budget(world.cast):,}")
        path = page.link("What we learned from this round")
        checks.letter_at(world, reader, world.round_id, "round-summary", path=path, said=said)


def _verify(world: World) -> None:
    """In the database itself, then as an administrator sees it."""
    world.settle()
    with world.database():
        if faults := [f"{each.where} {each.what}" for each in everything_wrong()]:
            raise Wrong(f"the record does not agree with itself: {'; '.join(faults[:5])}")
        if failed := list_jobs("failed"):
            raise Wrong(f"{len(failed)} jobs failed, such as {failed[0].key}: {failed[0].problem}")
        refused = db.session.scalars(select(CaseTimer).where(CaseTimer.refused_because.is_not(None))).all()
        if refused:
            raise Wrong(
                f"{len(refused)} timers were refused, such as {refused[0].timer_key}: {refused[0].refused_because}"
            )
        entries = count_entries()
    admin = world.staff("admin")
    checks.sees(world, admin.open("/admin/jobs"))
    admin.open("/admin/audit")
    checks.sees(world, admin.press("Verify"), f"{entries:,}")


def _entry_of(world: World, charity: Charity) -> UUID:
    with world.database():
        return db.session.scalars(
            select(LearningEntry.id).where(LearningEntry.award_id == charity.award_id)
        ).one()

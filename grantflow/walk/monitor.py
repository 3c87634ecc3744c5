"""The fifth act: time passes, payments fall due, reports are asked for by themselves, sent, looked at and answered."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import select

from grantflow.core.calendar import add_months, local_date, london_time
from grantflow.db import db
from grantflow.monitoring.models import ProgressReview
from grantflow.walk import checks
from grantflow.walk.apply import SAVE
from grantflow.walk.assess import case
from grantflow.walk.award import grant
from grantflow.walk.browser import Person, Value
from grantflow.walk.cast import Charity, Fate, words
from grantflow.walk.pay import all_is_paid, pay_what_is_due
from grantflow.walk.table import Wrong
from grantflow.walk.world import World

MONTHS = (0, 3, 6, 9, 12)  # after the start: every payment and every report falls into these
OFFICE = time(9, 30)
RECORD = "Record the review"
# Counts that add up: seen twice is everyone who moved, stayed, went back or is not known about.
COUNTS = {"started": 42, "two-points": 29, "forward": 16, "same": 7, "back": 4, "unknown": 2, "left-early": 9}


@dataclass(frozen=True)
class Review:
    """One report period of a grant, as the walk follows it."""

    id: UUID
    number: int
    due_on: date
    outcomes: tuple[str, ...]
    charity: Charity

    @property
    def address(self) -> str:
        return f"/applicant/reports/{self.id}"


def monitor(world: World) -> None:
    """A year of it."""
    funded = world.those(which=lambda each: each.fate is Fate.FUNDED)
    for months in MONTHS:
        world.move_to(london_time(add_months(world.dates.starts_on, months), OFFICE))
        pay_what_is_due(world, funded)
        _hear_how_it_goes(world, funded)
    with world.table.step(
        "Everything is paid and answered", "the ledger", len(funded), "paid is awarded, to the penny"
    ):
        for charity in funded:
            all_is_paid(world, charity)
            if left := [
                each
                for each in reviews_of(world, charity)
                if each not in reviews_of(world, charity, "answered")
            ]:
                raise Wrong(f"{charity.name} has {len(left)} reports that were not answered")


def _hear_how_it_goes(world: World, funded: list[Charity]) -> None:
    """Whatever was announced by its timer since the last time."""
    asked = [each for charity in funded for each in reviews_of(world, charity, "announced")]
    if not asked:
        return
    on = local_date(world.now())
    with world.table.step(
        f"Asked by a timer before {on}", "the clock", len(asked), "eight weeks before it is due"
    ):
        world.together(asked, _is_asked)
    with world.table.step("Send the report", "charities", len(asked), "a wrong sum is refused, nothing lost"):
        world.together(asked, _report)
    looked_at = [each for each in asked if each.outcomes and each.charity.tier != "micro"][:2]
    if looked_at:
        with world.table.step("Review on one page", "evaluator", len(looked_at), "filled from what is known"):
            for review in looked_at:
                _review(world, review)
        with world.table.step(
            "Reply to the review", "charities", len(looked_at), "it stands beside the page"
        ):
            world.together(looked_at, _reply)
    with world.table.step("Answer every report", "officer", len(asked)):
        for review in asked:
            _answer(world, review, was_reviewed=review in looked_at)


def _is_asked(world: World, review: Review) -> None:
    charity = review.charity
    checks.recorded(world, review.id, "create", "announce")
    link = checks.email_about(world, review.id, "review-announced", charity.email, charity.project)
    checks.sees(world, world.charity(charity).open(link), "Tell us how it is going")
    checks.offers(world, world.charity(charity).open(grant(charity)), "Tell us how it is going")


def _report(world: World, review: Review) -> None:
    charity = review.charity
    person = world.charity(charity)
    for _ in range(2):  # a section may appear once the one before it is answered
        for href in [href for _, href in person.open(review.address).links if "/sections/" in href]:
            _fill_in(person, review, href)
    page = person.open(review.address)
    if any(href.endswith("/counts") for _, href in page.links) and charity.tier != "micro":
        _count(world, person, review)
    page = checks.offers(world, person.open(review.address), "Send the report")
    checks.sees(world, person.press("Send the report"), "You will hear what we made of it")
    checks.is_at(world, review.id, "received")
    checks.recorded(world, review.id, "create", "announce", "send-report")


def _fill_in(person: Person, review: Review, href: str) -> None:
    charity = review.charity
    asked = person.open(href).form(button=SAVE).names
    told: dict[str, Value] = {
        "call-instead": "no", "what-you-did": charity.says("did"), "story": charity.says("story"),
        "what-helped": charity.says("helped"), "what-you-would-change": charity.says("change"),
        "help-wanted": charity.says("help_wanted"), "spent": f"{charity.amount * min(review.number, 2) // 2:,}",
    }  # fmt: skip
    page = person.send({key: value for key, value in told.items() if key in asked}, button=SAVE)
    if page.title.startswith("Error: "):
        raise Wrong(f"{page.url} refuses what {charity.name} wrote: {page.text[:500]}")


def _count(world: World, person: Person, review: Review) -> None:
    """Once with people who are nowhere, which is refused in words, and once with a sum that is right."""
    person.open(f"{review.address}/counts")
    page = person.send(_counts(review, forward=3), button=SAVE)
    checks.is_told_of_mistakes(world, page, "The numbers do not fit together yet")
    checks.still_says(page, f"{review.outcomes[0]}-forward", "3")
    with world.database():
        if db.session.get_one(ProgressReview, review.id).progress:
            raise Wrong(f"{review.charity.name}: a sum that is wrong was kept")
    checks.sees(world, person.send(_counts(review, forward=COUNTS["forward"]), button=SAVE), "Completed")


def _counts(review: Review, *, forward: int) -> dict[str, Value]:
    counts = COUNTS | {"forward": forward}
    return {
        f"{outcome}-{name}": str(number) for outcome in review.outcomes for name, number in counts.items()
    }


def _review(world: World, review: Review) -> None:
    evaluator, charity = world.staff("evaluator"), review.charity
    checks.sees(world, evaluator.open("/evaluator/"), charity.project)
    page = evaluator.open(f"/evaluator/reviews/{review.id}")
    checks.sees(world, page, charity.says("did"))
    written: dict[str, Value] = {key: text.format(**charity.facts) for key, text in words()["review"].items()}
    chosen: dict[str, Value] = {
        "method": ["reports", "call"], "minutes-of-yours": "80", "minutes-spent": "45", "delivered": "yes",
        "evidence-strength": "2",
        "contribution": "one-of-several", "suggestion": "continue",
    }  # fmt: skip
    page = evaluator.send(chosen | written, button=RECORD)
    checks.sees(world, page, "The review is recorded")
    checks.is_at(world, review.id, "reviewed")
    checks.recorded(world, review.id, "create", "announce", "send-report", "record-review")


def _reply(world: World, review: Review) -> None:
    person = world.charity(review.charity)
    page = person.open(review.address)
    checks.sees(world, page, words()["review"]["surprises"])
    reply = words()["common"]["reply"]
    checks.sees(world, person.send({"reply": reply}, button="Add your reply"), reply)
    checks.recorded(world, review.id, "create", "announce", "send-report", "record-review", "reply-to-review")


def _answer(world: World, review: Review, *, was_reviewed: bool) -> None:
    officer, said = world.staff("officer"), words()["staff_words"]
    page = officer.open(f"{case(review.charity)}/reviews/{review.number}")
    checks.sees(
        world, page, review.charity.says("did"), *([words()["common"]["reply"]] if was_reviewed else [])
    )
    told = {"read": said["read"], "what_next": said["what_next"]}
    checks.sees(world, officer.send(told, button="Send the reply"), "Answered")
    checks.is_at(world, review.id, "answered")
    looked_at = ("record-review", "reply-to-review") if was_reviewed else ()
    checks.recorded(world, review.id, "create", "announce", "send-report", *looked_at, "answer")
    page = world.charity(review.charity).open(review.address)
    checks.sees(world, page, said["read"], said["what_next"])


def reviews_of(world: World, charity: Charity, *stages: str) -> list[Review]:
    query = (
        select(ProgressReview)
        .where(ProgressReview.award_id == charity.award_id)
        .order_by(ProgressReview.number)
    )
    with world.database():
        found = db.session.scalars(query.where(ProgressReview.stage.in_(stages)) if stages else query).all()
        return [
            Review(
                each.id, each.number, each.due_on, tuple(o.outcome_key for o in each.award.outcomes), charity
            )
            for each in found
        ]

"""One of everything that can be looked at, and somebody to look at each."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from grantflow.accounts.colleagues import make_invitation_link
from grantflow.accounts.links import make_link
from grantflow.accounts.models import Invitation, LinkPurpose, Membership, Organisation, User
from grantflow.applications.changes import ask_for_changes
from grantflow.applications.commands import save_section, submit_application
from grantflow.applications.late import give_late_code
from grantflow.applications.models import Application
from grantflow.applications.sign_off import ask_colleague
from grantflow.casework.answering import save_answers
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.learning.models import LearningEntry
from grantflow.notices.models import Email
from grantflow.reports.commands import save_view
from tests.applications.filled import MICRO, WITH_PARTNERS
from tests.conftest import NOON
from tests.factories import (
    a_charity,
    a_check,
    a_decision,
    a_decision_to_take_up,
    a_finance_officer,
    a_learning_entry,
    a_member,
    a_panel,
    a_panel_member,
    a_partner,
    a_payee,
    a_payment,
    a_profile,
    a_regional_lead,
    a_review,
    a_round,
    all_checks,
    an_adaptation,
    an_admin,
    an_application,
    an_assessment,
    an_assessor,
    an_award,
    an_evaluator,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.learning.filled import CAME, ENTRY, PLAN
from tests.monitoring.filled import COUNTS, REPORT, REVIEW


@dataclass
class Everything:
    """People by what they do; and by what is to be seen there, the ids and words that stand in addresses."""

    house: Organisation
    people: dict[str, User] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)

    def keep(self, **found: Any) -> None:
        self.words |= {name: getattr(each, "id", each) for name, each in found.items()}


def everything() -> Everything:
    it = Everything(an_organisation(name="Harbour House"))
    it.people |= {
        "officer": an_officer(name="Joanne Pickering"),
        "lead": a_regional_lead(name="Ruth Adeyemi"),
        "finance": a_finance_officer(name="Aled Price"),
        "evaluator": an_evaluator(name="Mei Tan"),
        "assessor": an_assessor(name="Marsha Bell"),
        "admin": an_admin(name="Nasreen Khan"),
        "chair": a_member(it.house, name="Ada Okafor", email="ada@harbour.example"),
        "volunteer": a_member(it.house, "edit", name="Samina Akhtar"),
    }
    it.keep(house=it.house, officer=it.people["officer"])
    _drafts(it)
    _applications(it)
    _changes(it)
    _offers(it)
    _grant(it)
    it.keep(view=save_view("Small and late", {"small": "yes"}, at_noon(it.people["officer"])))
    _elsewhere(it)
    _links_and_mail(it)
    # Last: what was told long ago has to be looked at again before anything is sent.
    _organisations(it)
    db.session.commit()
    return it


def _organisations(it: Everything) -> None:
    """On the register and not; what was told long ago; somebody asked in, and somebody there already."""
    a_charity()
    a_charity(number="1155003", name="Closed Doors", status="removed", removed_on=NOON.date())
    taken = an_organisation(name="Harbour Choir")
    a_member(taken)
    a_profile(
        it.house, days_ago=400, address="1 Quay Street, Whitehaven", trustees=5, referee_name="Cllr Gwen Morris",
        referee_contact="gwen@town.example", safeguarding_policy="yes",
    )  # fmt: skip
    asked = [
        Invitation(
            organisation=it.house, email=email, rights="edit", sent_at=NOON, invited_by=it.people["chair"]
        )
        for email in ("piotr@gmail.example", it.people["lead"].email)
    ]
    db.session.add_all(asked)
    db.session.flush()
    join, staff_join = (make_invitation_link(each, NOON) for each in asked)
    membership = it.people["volunteer"].memberships[0]
    it.keep(taken=taken.charity_number, membership=membership, join=join, staff_join=staff_join)


def _drafts(it: Everything) -> None:
    """In rounds of their own: a charity has one draft in each."""
    officer = it.people["officer"]
    kinds: tuple[dict[str, Any], ...] = (
        {"answers": {"project-title": "Cooking together", "partners-involved": "yes"}},
        {"answers": MICRO},
        {"tier_key": "standard", "form_key": "application-standard", "amount_pence": 4_000_000},
    )
    draft, ready, large = (
        an_application(round=a_round(officer=officer), organisation=it.house, **given) for given in kinds
    )
    opening = a_round(officer=officer, title="Small steps in Cumbria", slug="small-steps")
    it.keep(
        draft=draft,
        ready=ready,
        large=large,
        round=opening,
        new_round=a_round(stage="draft", officer=officer),
    )


def _applications(it: Everything) -> None:
    """Sent in one round, each at another stage; the first is the charity's own."""
    officer, lead, assessor = (it.people[each] for each in ("officer", "lead", "assessor"))
    closed = a_round(stage="assessing", officer=officer, closes_at=NOON - timedelta(days=3))

    def sent(stage: str, **given: Any) -> Application:
        found: dict[str, Any] = {
            "round": closed,
            "answers": WITH_PARTNERS,
            "submitted_at": NOON - timedelta(days=4),
        }
        return an_application(stage=stage, **found | given)

    submitted = sent("submitted", organisation=it.house, decide_by=(NOON + timedelta(days=60)).date())
    partner = a_partner(submitted, stage="refused")
    asked = a_partner(submitted, title="Carlisle Kitchen")
    checking, assessing, panel = sent("checking"), sent("assessing"), sent("panel")
    a_check(checking, "REG")
    a_check(checking, "BAND", result="query", evidence="The accounts are late.")
    another = sent("assessing")
    apart = sent("assessing", tier_key="small")
    for points in (1, 4):
        an_assessment(apart, an_assessor(), stage="submitted", points=points)
    assigned = an_assessment(assessing, assessor)
    opened = an_assessment(sent("assessing"), assessor, stage="open")
    scored = an_assessment(panel, assessor, stage="submitted", points=4)
    all_checks(panel)
    held, refused = sent("to-award"), sent("to-decline", organisation=it.house)
    a_decision(held, lead)
    a_decision(refused, lead, "decline")
    talked_of, listed = sent("panel", tier_key="small", title="Second kitchen"), sent("reserve")
    a_decision(listed, lead, "reserve", amount_pence=450_000, why="Close.", reserve_place=1)
    a_panel(closed, a_panel_member(name="Asha Bell"), a_panel_member(name="Bo Carr"))
    it.keep(
        talked_of=talked_of,
        listed=listed,
    )
    it.keep(
        closed=closed, submitted=submitted, partner=partner, asked=asked, checking=checking, assessing=assessing,
        panel=panel, apart=apart, another=another, assigned=assigned, opened=opened, scored=scored,
        held=held, refused=refused,
    )  # fmt: skip


def _changes(it: Everything) -> None:
    """Two answers to one question; changes that are waited for, and some that have come; a colleague asked."""
    chair, officer = it.people["chair"], it.people["officer"]
    two = an_application(round=a_round(officer=officer), organisation=it.house, answers=MICRO)
    kept = {"project-title": 0}
    save_answers(two, {"project-title": "Eating together"}, at_noon(chair), revisions=kept, keep_both=True)
    asked_for, changed = (
        an_application(round=a_round(officer=officer), organisation=it.house, answers=MICRO) for _ in range(2)
    )
    for each in (asked_for, changed):
        submit_application(each, at_noon(chair))
        ask_for_changes(
            each, {"your-work": "Say what a usual Thursday looks like."}, (NOON + timedelta(days=9)).date(),
            at_noon(officer), revision=each.revision,
        )  # fmt: skip
    ask_colleague(asked_for, it.people["volunteer"], at_noon(chair))
    save_section(changed, {"what-you-will-do": "On Thursdays we cook."}, at_noon(chair), revisions={})
    submit_application(changed, at_noon(chair))
    closed = db.session.get_one(Round, it.words["closed"])
    give_late_code(closed, "ada@harbour.example", NOON + timedelta(days=3), "Ill.", at_noon(officer))
    it.keep(two=two, asked_for=asked_for, changed=changed, closed_slug=closed.slug)


def _offers(it: Everything) -> None:
    """One that waits for an answer, and one whose account nobody has checked yet."""
    offered = an_application(stage="awarded", organisation=it.house)
    offer = an_award(stage="offered", application=offered, tier_key="small")
    arts = an_organisation(name="Harbour Arts")
    chair = it.people["chair"]
    chair.memberships.append(Membership(organisation=arts, rights="submit", created_at=NOON))
    accepted = an_application(stage="awarded", organisation=arts, assigned_to_id=it.people["officer"].id)
    unpaid = an_award(stage="accepted", application=accepted, tier_key="small", accepted_at=NOON)
    a_payee(arts.id)
    it.keep(offer=offer, accepted=accepted, unpaid=unpaid)


def _grant(it: Everything) -> None:
    """Under way: its money, and a report at each stage."""
    granted = an_application(stage="awarded", organisation=it.house, assigned_to_id=it.people["officer"].id)
    award = an_award(application=granted, tier_key="small", amount_pence=1_000_000, accepted_at=NOON)
    a_payee(it.house.id, checked_by=an_officer())
    half: dict[str, Any] = {"amount_pence": 500_000}
    a_payment(award, **half)
    a_payment(award, stage="authorised", number=2, authorised_by_id=it.people["lead"].id, **half)
    due = a_review(award, report={"call-instead": "no"})
    received, reviewed, answered = (
        a_review(
            award, stage=stage, number=number, evaluated=True, report=REPORT, counts=COUNTS,
            review=REVIEW if number > 2 else None, **given,
        )
        for number, stage, given in (
            (2, "received", {}),
            (3, "reviewed", {"reviewed_at": NOON, "reviewed_by_id": it.people["evaluator"].id}),
            (4, "answered", {"answer": "We read of the flooded kitchen.", "answer_next": "We will ring in May."}),
        )
    )  # fmt: skip
    entry, waiting, published = (
        a_learning_entry(
            award, stage=stage, answers=ENTRY, worked="partly", evidence=2, credit="Harbour House"
        )
        for stage in ("draft", "in-review", "published")
    )
    it.keep(entry=entry, waiting=waiting, published=published)
    it.keep(granted=granted, award=award, due=due, received=received, reviewed=reviewed, answered=answered)


def _elsewhere(it: Everything) -> None:
    """What was learned tried elsewhere at each stage, and a decision of each kind about taking it up."""
    published = db.session.get_one(LearningEntry, it.words["published"])
    away = a_learning_entry(an_award(), stage="published", answers=ENTRY)
    own: dict[str, Any] = {"organisation_id": it.house.id, "answers": PLAN}
    planned, trying = (
        an_adaptation(away, stage=stage, **own) for stage in ("source-answered", "being-tried")
    )
    told = an_adaptation(published, stage="told", region_code="A", answers=PLAN, result=CAME)
    asked, aside = (
        an_adaptation(published, stage=stage, answers=PLAN) for stage in ("source-asked", "set-aside")
    )
    evaluator = it.people["evaluator"]
    mine = a_decision_to_take_up(
        published, days_ago=47, stage="overdue", owner_id=evaluator.id, owner_name=evaluator.name
    )
    outside, decided = a_decision_to_take_up(published), a_decision_to_take_up(published, stage="adapted")
    it.keep(
        away=away, planned=planned, trying=trying, told=told, mine=mine, decided=decided,
        source_link=make_link(LinkPurpose.SOURCE, "ada@harbour.example", NOON, case_id=asked.id),
        aside_link=make_link(LinkPurpose.SOURCE, "ada@harbour.example", NOON, case_id=aside.id),
        owner_link=make_link(LinkPurpose.OWNER, outside.owner_email, NOON, case_id=outside.id),
    )  # fmt: skip


def _links_and_mail(it: Everything) -> None:
    email = Email(
        promise="one", notice="partner-request", to_address="office@eden.example", to_name="Piotr Nowak",
        subject="Has Harbour House asked you about Cooking together?", body="Please answer by Friday.",
        case_id=it.words["asked"], created_at=NOON, sent_at=NOON,
    )  # fmt: skip
    db.session.add(email)
    db.session.flush()
    over = a_partner(an_application(stage="withdrawn"))
    it.keep(
        email=email,
        sign_in=make_link(LinkPurpose.SIGN_IN, "ada@harbour.example", NOON),
        staff_sign_in=make_link(LinkPurpose.SIGN_IN, it.people["officer"].email, NOON),
        set_up=make_link(
            LinkPurpose.STAFF_SET_UP, it.people["finance"].email, NOON, user_id=it.people["finance"].id
        ),
        partner_link=make_link(LinkPurpose.PARTNER, "office@eden.example", NOON, case_id=it.words["asked"]),
        over_link=make_link(LinkPurpose.PARTNER, "office@eden.example", NOON, case_id=over.id),
    )

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
from grantflow.assessment.hiding import quality_of
from grantflow.assessment.models import Score
from grantflow.awards.models import Award
from grantflow.awards.plan_commands import change_plan, give_plan, open_plan, save_outcome
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import open_case, take_action
from grantflow.casework.running import tiers
from grantflow.checks.asking import save_answers as save_points
from grantflow.checks.asking import send_answers
from grantflow.checks.commands import fill_checks
from grantflow.complaints.commands import answer_complaint, make_complaint
from grantflow.db import db
from grantflow.documents.models import Document
from grantflow.documents.uploads import Upload
from grantflow.feedback.commands import ask_for_call, book_call
from grantflow.feedback.rules import Offer
from grantflow.funds.models import Round
from grantflow.learning.models import LearningEntry
from grantflow.monitoring.models import WriteUp
from grantflow.notices.models import DigestReader, Email, Letter, PrintedSummary
from grantflow.notices.readers import confirm_token, stop_token
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
    a_query,
    a_reading,
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
    it.keep(house=it.house, officer=it.people["officer"], assessor=it.people["assessor"])
    _drafts(it)
    _applications(it)
    _changes(it)
    _replies(it)
    _questions(it)
    _offers(it)
    _grant(it)
    _plans_and_calls(it)
    it.keep(view=save_view("Small and late", {"small": "yes"}, at_noon(it.people["officer"])))
    _elsewhere(it)
    _links_and_mail(it)
    _summaries(it)
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


def _summaries(it: Everything) -> None:
    """A round that has one, one that is being printed, and somebody who gets what is new by email."""
    found = a_round(stage="learning", slug="learned-here")
    document = Document(
        case_id=found.id, kind="summary", filename="learned.pdf", content_type="application/pdf", size=1,
        sha256="0" * 64, created_at=NOON,
    )  # fmt: skip
    reader = DigestReader(address="sam@town.example", asked_at=NOON)
    being_made = PrintedSummary(promise="theme", kind="theme", about="housing", asked_at=NOON)
    db.session.add_all([document, reader, being_made])
    db.session.flush()
    letter = Letter(
        title="Round summary", promise="round", notice="round-summary", about_id=found.id, round_id=found.id,
        document_id=document.id, made_at=NOON,
    )  # fmt: skip
    open_case(letter, at_noon())
    it.keep(
        being_made=being_made, confirm_digest=confirm_token(reader, "B", NOON), stop_digest=stop_token(reader)
    )


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
    judged = an_assessment(sent("assessing"), assessor, stage="open")
    judged.scores = [
        Score(criterion_key=each.key, points=3, reason="They say how they know.")
        for each in quality_of(tiers(1).criteria)
    ]
    an_assessment(panel, an_assessor(name="Grace Okafor"), stage="submitted", points=2)
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
        panel=panel, apart=apart, another=another, assigned=assigned, opened=opened, judged=judged, scored=scored,
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


def _replies(it: Everything) -> None:
    """A call to book and one that is booked; a complaint at the start, in hand, answered. Others made the decisions."""
    chair, officer, free = at_noon(it.people["chair"]), at_noon(it.people["officer"]), it.people["officer"]
    other, decider = an_officer(name="Imran Shah"), a_regional_lead(name="Mair Rees")
    over = a_round(
        stage="decisions-released",
        officer=other,
        slug="over",
        title="Small steps in Cheshire",
        released_at=NOON,
    )
    offers = [Offer((NOON + timedelta(days=number)).date(), "evening") for number in (2, 3)]

    def declined() -> Application:
        found = an_application(
            stage="declined", round=over, organisation=it.house, answers=MICRO, told_at=NOON,
            submitted_at=NOON - timedelta(days=20),
        )  # fmt: skip
        a_decision(found, decider, "decline", released_at=NOON)
        return found

    said_no, talking, ringing, complaining, looking, replied = (declined() for _ in range(6))
    call = ask_for_call(talking, offers, chair, phone="01946 555 0101", about="The budget.")
    booked = ask_for_call(ringing, offers, chair, phone="01946 555 0101")
    book_call(booked, NOON + timedelta(days=2, hours=6), officer)
    complaint, in_hand, done = (
        make_complaint(each, chair, about="late", words="You said that we would hear in October.")
        for each in (complaining, looking, replied)
    )
    for each in (in_hand, done):
        take_action(each, "acknowledge", at_noon(free))
        take_action(each, "take-up", at_noon(free))
    answer_complaint(
        done, officer, outcome="upheld", words="You are right: it lay in a tray.", change="No trays.",
        decide_again=True, again_how="Ruth Adeyemi decides by Friday 18 December.",
    )  # fmt: skip
    it.keep(
        over=over, said_no=said_no, talking=talking, ringing=ringing, looking=looking, replied=replied, call=call,
        booked=booked, complaint=complaint, in_hand=in_hand, done=done,
    )  # fmt: skip


def _questions(it: Everything) -> None:
    """Checks that filled themselves, some from before; questions that wait for an answer, and some that have one."""
    officer, chair = it.people["officer"], it.people["chair"]
    a_reading()
    a_charity(number="1155010", name="Harbour Boats", trustees=2, income_pence=6_000_000)
    boats = an_organisation(name="Harbour Boats", charity_number="1155010")
    before = an_application(stage="declined", organisation=boats, round=a_round(officer=officer))
    a_check(
        before, "GOV", expires_on=NOON.date() + timedelta(days=400), evidence="Clause 4 covers this work."
    )
    filled, questioned, answered_too = (
        an_application(
            stage="checking", organisation=organisation, round=a_round(officer=officer), tier_key="standard",
            form_key="application-standard", amount_pence=4_000_000, answers=MICRO, submitted_at=NOON,
            decide_by=(NOON + timedelta(days=60)).date(),
        )
        for organisation in (boats, it.house, it.house)
    )  # fmt: skip
    fill_checks(filled, at_noon())
    points = {
        "ACC": "Your annual return for the year to March has not arrived. Has it been sent?",
        "TRU": "The register names two trustees, and you told us that there are five. Who are the others?",
    }
    for application in (questioned, answered_too):
        for code, words in points.items():
            a_check(application, code, "query", evidence=words)
    question = a_query(questioned, **points)
    answered_question = a_query(answered_too, **points)
    save_points(
        answered_question, {"ACC": "It went on Friday. Here is the receipt.", "TRU": "Ada, Bo, Cy, Di and Ed."},
        at_noon(chair), marks={}, uploads={"ACC": [Upload("receipt.pdf", b"%PDF-1.4")]},
    )  # fmt: skip
    send_answers(answered_question, at_noon(chair))
    turned_away = an_application(stage="ineligible", round=a_round(officer=officer), submitted_at=NOON)
    db.session.commit()
    it.keep(
        filled=filled, questioned=questioned, question=question, answered_too=answered_too,
        answered_question=answered_question, turned_away=turned_away,
    )  # fmt: skip


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
    entry, waiting, published, again = (
        a_learning_entry(award, stage=stage, answers=ENTRY, look_again_at=NOON)
        for stage in ("draft", "in-review", "published", "looked-at-again")
    )
    a_learning_entry(
        award,
        stage="published",
        answers=ENTRY | {"worked": "yes", "rurality": "city", "title": "Soup on Sundays"},
    )
    it.keep(entry=entry, waiting=waiting, published=published, again=again)
    it.keep(granted=granted, award=award, due=due, received=received, reviewed=reviewed, answered=answered)


def _plans_and_calls(it: Everything) -> None:
    """A plan that is being written, one to be agreed and one that is; a call to make, and one to be checked."""
    chair, officer = it.people["chair"], it.people["officer"]
    plans = {}
    for name in ("draft", "given", "agreed", "again"):
        granted = an_application(stage="awarded", organisation=it.house, assigned_to_id=officer.id)
        award = an_award(application=granted, tier_key="small", accepted_at=NOON)
        plans[name] = open_plan(award, at_noon(chair))
        it.keep(**{f"{name}_plan": award, f"{name}_case": granted})
    for name in ("given", "agreed", "again"):
        said = {"how-we-would-know": "They ask for help.", "where-people-start": "Unsure.", "usual-step": "1"}
        save_outcome(plans[name], "mental-health", said, at_noon(chair))
        give_plan(plans[name], at_noon(chair))
    for name in ("agreed", "again"):
        take_action(plans[name], "agree", at_noon(officer))
    change_plan(plans["again"], "The women's group began.", at_noon(chair))
    save_outcome(
        plans["again"], "mental-health", {"how-we-would-know": "They bring a friend."}, at_noon(chair)
    )
    wanted = {"call-instead": "no", "call-times": "Mondays, on the office number"}
    award = db.session.get_one(Award, it.words["draft_plan"])
    to_ring, told = (
        a_review(
            award, stage=stage, number=number, form_key="monitoring-yearly", report=report, counts=COUNTS
        )
        for number, stage, report in ((1, "call-wanted", wanted), (2, "written-up", wanted | REPORT))
    )
    told.write_up = WriteUp(written_by_id=officer.id, written_at=NOON)
    it.keep(to_ring=to_ring, told=told)


def _elsewhere(it: Everything) -> None:
    """What was learned tried elsewhere at each stage, and a decision of each kind about taking it up."""
    published = db.session.get_one(LearningEntry, it.words["published"])
    away = a_learning_entry(an_award(), stage="published", answers=ENTRY)
    own: dict[str, Any] = {"organisation_id": it.house.id, "answers": PLAN}
    planned, trying = (
        an_adaptation(away, stage=stage, **own) for stage in ("source-answered", "being-tried")
    )
    came = an_adaptation(published, stage="told", region_code="A", answers=PLAN, result=CAME)
    asked, aside = (
        an_adaptation(published, stage=stage, answers=PLAN) for stage in ("source-asked", "set-aside")
    )
    evaluator = it.people["evaluator"]
    mine = a_decision_to_take_up(
        published, days_ago=47, stage="overdue", owner_id=evaluator.id, owner_name=evaluator.name
    )
    outside, decided = a_decision_to_take_up(published), a_decision_to_take_up(published, stage="adapted")
    it.keep(
        away=away, planned=planned, trying=trying, came=came, mine=mine, decided=decided,
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

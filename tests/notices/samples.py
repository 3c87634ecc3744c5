"""Letters as a charity would get them: builders, valid by default, any field changed by keyword."""

from dataclasses import replace
from datetime import date
from typing import Any

from grantflow.notices.cover import Addressee, Cover, Letterhead, Officer
from grantflow.notices.data import (
    AcknowledgementLetter,
    AnswerCopy,
    ComplaintAnswerLetter,
    CriterionScore,
    OfferLetter,
    PaymentLine,
    PaymentNotice,
    RefusalReason,
    ReportLine,
    ReviewAnnounced,
    ReviewReminder,
    UnsuccessfulLetter,
    YearAmount,
)
from grantflow.notices.data_of_checks import IneligibleLetter, QueryLetter, QueryPoint


def a_letterhead(**changes: Any) -> Letterhead:
    return replace(
        Letterhead(
            funder="North West Probation Grants",
            fund_name="Regional Outcomes and Innovation Fund",
            address=("3rd Floor, Copper Wharf", "12 Canal Street", "Manchester M1 5WG"),
            website="grants.northwest.example",
        ),
        **changes,
    )


def an_officer(**changes: Any) -> Officer:
    return replace(
        Officer(
            name="Farida Holroyd",
            role="Grants Officer, Cumbria and Cheshire",
            phone="0161 496 0342",
            email="farida.holroyd@northwest.example",
        ),
        **changes,
    )


def a_cover(**changes: Any) -> Cover:
    return replace(
        Cover(
            letterhead=a_letterhead(),
            reference="NW-26-0147",
            version="1",
            dated=date(2027, 3, 12),
            to=Addressee(
                organisation="Eden Valley Travellers' Support",
                contact="Margaret Loveridge",
                address=("The Old Chapel", "Castlegate", "Penrith CA11 7HR"),
            ),
            officer=an_officer(),
            approved_by="the Regional Grants Panel",
            complaints="Ring or write to Owen Bracewell, Head of Grants, on 0161 496 0300. "
            "He was not part of this decision and will answer within 10 working days.",
            large_print="Ring 0161 496 0300 and we will send this letter in large print, "
            "read it to you over the telephone, or post it.",
        ),
        **changes,
    )


def an_acknowledgement(**changes: Any) -> AcknowledgementLetter:
    return replace(
        AcknowledgementLetter(
            cover=a_cover(dated=date(2026, 11, 23)),
            round_title="Closer to Home: Cumbria and Cheshire",
            project="Kettle On: a drop-in at Penrith and Appleby",
            asked_pence=2_450_000,
            received_on=date(2026, 11, 22),
            decision_by=date(2027, 3, 12),
            steps=(
                "By 18 December we check the facts, such as your entry on the charity register. "
                "If something is missing we will ring you.",
                "In January two people who know the work read your application and score it, each on "
                "their own.",
                "On 24 February a panel meets. Half of its members come from local charities or have been on "
                "probation themselves.",
            ),
            link="https://grants.northwest.example/a/NW-26-0147",
            withdraw_until=date(2027, 2, 24),
            answers=(
                AnswerCopy(
                    question="What will you do?",
                    answer="We will open our kettle-on drop-in on two more afternoons a week, one in "
                    "Penrith and one in "
                    "Appleby, for Gypsy and Traveller men and women who are on probation in the Eden "
                    "valley.\n\n"
                    "Two workers who grew up on local sites will help people to read letters from "
                    "probation, the "
                    "council and the benefits office, to ring back, and to get to appointments on time.",
                ),
                AnswerCopy(
                    question="Who is it for, and where?",
                    answer="About 60 people a year, most of them men aged 20 to 45, living on the sites at "
                    "Penrith, Kirkby Thore and by the roadside between them.",
                ),
                AnswerCopy(
                    question="How will you know it is going well?",
                    answer="People will come back by themselves. We ask each person four questions at the "
                    "start and again "
                    "every three months: about reading post, about money, about seeing the probation "
                    "officer, "
                    "and about home.",
                ),
                AnswerCopy(question="Who works with you?", answer=""),
            ),
        ),
        **changes,
    )


def a_query_letter(**changes: Any) -> QueryLetter:
    return replace(
        QueryLetter(
            cover=a_cover(dated=date(2026, 12, 30)),
            project="Kettle On: a drop-in at Penrith and Appleby",
            points=(
                QueryPoint(
                    check="Accounts and returns up to date",
                    missing="The register says that your annual return for the year to March 2026 has not arrived. "
                    "Has it been sent? If so, tell us when.",
                    why="Accounts that arrive on time show that somebody is looking after the money.",
                    file=True,
                ),
                QueryPoint(
                    check="Enough trustees",
                    missing="The register names two trustees, and you told us that there are five.",
                    why="Enough people who are not related keep an eye on things for each other.",
                    file=False,
                ),
            ),
            answer_by=date(2027, 1, 15),
            link="https://grants.northwest.example/q/NW-26-0147",
            why_again="Your bank has merged with another since you answered.",
            asked_first_on=date(2026, 11, 30),
        ),
        **changes,
    )


def an_ineligible_letter(**changes: Any) -> IneligibleLetter:
    return replace(
        IneligibleLetter(
            cover=a_cover(dated=date(2026, 11, 27)),
            round_title="Closer to Home: Cumbria and Cheshire",
            project="Kettle On: a drop-in at Penrith and Appleby",
            received_on=date(2026, 11, 24),
            rule="The work has to be in Cumbria or Cheshire.",
            detail="Your drop-in is in Morecambe, which is in Lancashire. Two people came from Arnside last year.",
            published_at="https://grants.northwest.example/rounds/closer-to-home",
            promised_days=5,
            say_so_by=date(2026, 12, 11),
            may_reapply="You are welcome to ask us again, and you can start from the answers you gave this time.",
            elsewhere="Other open rounds are at https://grants.northwest.example. If none of them fits, ring me.",
        ),
        **changes,
    )


def an_offer(**changes: Any) -> OfferLetter:
    return replace(
        OfferLetter(
            cover=a_cover(reference="NW-26-0147-O"),
            organisation="Eden Valley Travellers' Support",
            numbers="Registered charity 1187402",
            round_title="Closer to Home: Cumbria and Cheshire",
            project="Kettle On: a drop-in at Penrith and Appleby",
            amount_pence=2_450_000,
            by_year=(
                YearAmount(year="2027 to 2028", pence=1_225_000),
                YearAmount(year="2028 to 2029", pence=1_225_000),
            ),
            purpose="We will open our drop-in on two more afternoons a week, so that Gypsy and Traveller "
            "people on "
            "probation can get help with letters, appointments and money from someone who knows their life. "
            "We want them to reach the end of their order without being called back to court for a missed "
            "letter.",
            asked_pence=2_800_000,
            why_less="The second van can wait: the first serves the two sites that asked for it.",
            why_awarded="You are where the need is: four of your seven trustees live on the sites you "
            "work on, and the "
            "probation office at Penrith told us that people come to appointments when you have rung them "
            "first. "
            "The panel liked that you ask each person what they want to change before you suggest "
            "anything.\n\n"
            "They also noted that you told them what went wrong in your first winter and what you did "
            "about it.",
            restricted=True,
            flexibility="You may move up to a fifth of it between the lines of your budget without asking.",
            starts_on=date(2027, 5, 1),
            ends_on=date(2029, 4, 30),
            start_by=date(2027, 7, 31),
            payments=(
                PaymentLine(number=1, pence=1_225_000, due_on=date(2027, 5, 4)),
                PaymentLine(
                    number=2,
                    pence=1_225_000,
                    due_on=date(2028, 5, 2),
                    depends_on="Your first yearly report has reached us",
                ),
            ),
            before_first_payment=(
                "A bank statement from the last three months, to check the account",
                "A copy of your safeguarding policy, signed this year or last",
            ),
            special_conditions=(
                "You will agree with the Penrith probation office how people are told about the drop-in.",
            ),
            outcomes=(
                "keeping in touch with probation, and getting to appointments (welfare support)",
                "having a place to live that is safe and settled (housing)",
            ),
            reports=(
                ReportLine(
                    due_on=date(2028, 4, 14), what="one page, or a call, on the first year", minutes=60
                ),
                ReportLine(
                    due_on=date(2029, 5, 31), what="one page, or a call, on the whole grant", minutes=60
                ),
            ),
            or_call=True,
            evaluation="There is no separate evaluation to pay for. Use the measure you already use.",
            relationship="I am your grants officer for the whole of the grant. I will ring you about two "
            "months after you start, "
            "and would like to visit once if you will have me. At other times we leave you to get on with "
            "it.\n\n"
            "Ring me whenever something is worrying you. I will ring back by the end of the next working "
            "day.",
            legal_power="section 6 of the Offender Management Act 2007",
            subsidy="We have looked at whether it is a subsidy in law and think that it is not, because "
            "the drop-in is free, "
            "local and not a business.",
            accept_by=date(2027, 4, 9),
            accept_link="https://grants.northwest.example/o/7KQ4-MD2X",
            signatories=2,
            privacy_link="https://grants.northwest.example/privacy",
        ),
        **changes,
    )


def an_unsuccessful_letter(**changes: Any) -> UnsuccessfulLetter:
    return replace(
        UnsuccessfulLetter(
            cover=a_cover(
                reference="NW-26-0093-D",
                to=Addressee(
                    organisation="Second Bench Furniture Workshop",
                    contact="Tomasz Wilk",
                    address=("Unit 6, Brunel Yard", "Crewe CW1 2QR"),
                ),
            ),
            round_title="Closer to Home: Cumbria and Cheshire",
            project="Bench Time",
            asked_pence=4_800_000,
            decided_on=date(2027, 2, 24),
            stage_reached="was read and scored by two assessors, and then discussed by the panel",
            received=86,
            funded=31,
            available_pence=90_000_000,
            asked_in_all_pence=294_350_000,
            reasons=(
                RefusalReason(
                    code="weak-link-to-need",
                    detail="The round was about people from minority ethnic communities. You told us that "
                    "you welcome "
                    "everyone. The panel could not find who in Crewe would come who does not come now.",
                ),
                RefusalReason(
                    code="outcomes-unclear",
                    detail="You count hours at the bench and pieces sold. The panel wanted to know how "
                    "you would see that a "
                    "person was nearer to work, or surer of themselves, than when they began.",
                ),
            ),
            strength="Both assessors were struck by your Friday supper, where people who finished last "
            "year come back to eat "
            "with those who have just begun. It is the kind of thing that keeps people coming.",
            change="Name one community that you already have a door into, say who opened it, and plan the "
            "first three months "
            "with them. That alone would have changed how both assessors read the rest.",
            scores=(
                CriterionScore(criterion="Need and local fit", score=2.0, funded_mean=3.9),
                CriterionScore(criterion="People and relationships", score=4.5, funded_mean=4.1),
                CriterionScore(criterion="Seeing progress", score=1.5, funded_mean=3.4),
                CriterionScore(criterion="Across the five outcomes", score=3.0, funded_mean=3.6),
                CriterionScore(criterion="Local link", score=4.0, funded_mean=4.0),
                CriterionScore(criterion="Learning and openness", score=3.0, funded_mean=3.3),
                CriterionScore(criterion="Budget sense", score=4.0, funded_mean=3.8),
            ),
            out_of=5,
            call_minutes=15,
            may_reapply="You are welcome to ask again. The next round for Cheshire opens in September "
            "2027, and "
            "you can start from the answers you gave this time.",
            other_funders=(
                "Cheshire Community Foundation: grants of up to £10,000 for training and wellbeing",
                "The Joiners' Company charity: tools and equipment for workshops",
            ),
            review_by=date(2027, 4, 9),
            feedback_link="https://grants.northwest.example/how-was-it",
            call_link="https://grants.northwest.example/a/NW-26-0093/call",
            complain_link="https://grants.northwest.example/a/NW-26-0093/complain",
        ),
        **changes,
    )


def a_complaint_answer(**changes: Any) -> ComplaintAnswerLetter:
    return replace(
        ComplaintAnswerLetter(
            cover=a_cover(
                reference="CM-7K3M-Q2PX",
                dated=date(2027, 4, 8),
                complaints="You may ask, until 6 May 2027, for another person to look: "
                "grants.northwest.example/c/CM-7K3M-Q2PX. If we hear nothing by then, we close it.",
            ),
            project="Kettle On: a drop-in at Penrith and Appleby",
            about="an interest that somebody had and did not say",
            received_on=date(2027, 3, 15),
            outcome="partly-upheld",
            second=False,
            found="One of the five people on the panel had been paid for work by another charity that applied, until "
            "last May. She had told us. It stands in our list, and nobody looked.\n\n"
            "She left the room when that charity was talked about. She stayed for yours, and should not have: the two "
            "of you asked for the same money. I have read the notes of the meeting, and talked with her and with "
            "three others who were there. I found nothing that she said against your work.",
            change="From now on the list is read out at the start of each meeting. Whoever stands in it for one "
            "application leaves the room for those beside it too.",
            again_how="Three people who were not on that panel decide on 29 April. You hear from me by 30 April.",
        ),
        **changes,
    )


def a_payment_notice(**changes: Any) -> PaymentNotice:
    return replace(
        PaymentNotice(
            cover=a_cover(reference="NW-26-0147-P1", dated=date(2027, 5, 4)),
            project="Kettle On: a drop-in at Penrith and Appleby",
            number=1,
            of=2,
            pence=1_225_000,
            paid_on=date(2027, 5, 4),
            arrives_by=date(2027, 5, 7),
            account_ending="4417",
            bank_reference="NWPG 0147 P1",
            paid_so_far_pence=1_225_000,
            grant_pence=2_450_000,
            next_payment=PaymentLine(
                number=2,
                pence=1_225_000,
                due_on=date(2028, 5, 2),
                depends_on="your first yearly report has to reach us",
            ),
        ),
        **changes,
    )


def a_review_reminder(**changes: Any) -> ReviewReminder:
    return replace(
        ReviewReminder(
            cover=a_cover(reference="NW-26-0147-R1", dated=date(2028, 2, 18)),
            project="Kettle On: a drop-in at Penrith and Appleby",
            report="first yearly report",
            due_on=date(2028, 4, 14),
            weeks_left=8,
            minutes=60,
            questions=(
                "What did you do, and was it what you planned?",
                "How far have people come, in each of the things you hoped for?",
                "Is there a story that shows it?",
                "What helped, and what got in the way?",
                "What would you do differently?",
                "Is there anything that we could help with?",
            ),
            depends=PaymentLine(number=2, pence=1_225_000, due_on=date(2028, 5, 2)),
            link="https://grants.northwest.example/r/7KQ4-MD2X",
        ),
        **changes,
    )


def a_review_announced(**changes: Any) -> ReviewAnnounced:
    return replace(ReviewAnnounced(**vars(a_review_reminder())), **changes)

"""Letters as a charity would get them: builders, valid by default, any field changed by keyword."""

from dataclasses import replace
from datetime import date
from typing import Any

from grantflow.notices.data import (
    AcknowledgementLetter,
    Addressee,
    AnswerCopy,
    Cover,
    Letterhead,
    Officer,
)


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
            approved_by="Regional Grants Panel",
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

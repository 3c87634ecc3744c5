"""Summaries as a director would read them: builders, valid by default, any field changed by keyword."""

from dataclasses import replace
from datetime import date
from typing import Any

from grantflow.notices.charts import Distance
from grantflow.notices.summaries import (
    AwardLine,
    AwardSummary,
    Lesson,
    RoundSummary,
    ShareAgainstTarget,
    SizeBand,
)
from tests.notices.samples import a_letterhead, an_officer


def an_award_summary(**changes: Any) -> AwardSummary:
    return replace(
        AwardSummary(
            letterhead=a_letterhead(),
            reference="NW-26-0147-S",
            version="1",
            dated=date(2029, 6, 20),
            title="Kettle On: someone to open the letters with",
            organisation="Eden Valley Travellers' Support",
            where="Penrith and Appleby",
            who="About 60 Gypsy and Traveller people, most of them men of 20 to 45",
            partners="Penrith probation office; Eden Citizens' Advice",
            grant_pence=2_450_000,
            starts_on=date(2027, 5, 1),
            ends_on=date(2029, 4, 30),
            what="Two afternoons a week, two workers who grew up on local sites put the kettle on and "
            "opened the post with "
            "whoever came. They rang the probation office there and then.",
            progress="Most people now know what each letter wants of them, and keep more of their "
            "appointments. Housing moved "
            "more slowly: there are few pitches to move to.",
            distances=(
                Distance(outcome="Keeping in touch with probation", forward=38, same=12, back=4, unknown=6),
                Distance(outcome="A settled place to live", forward=14, same=27, back=12, unknown=7),
            ),
            context=(
                "Workers were known on the sites for years before.",
                "The bus to Penrith runs twice a day, so afternoons suited.",
                "One probation officer came for tea every month.",
            ),
            mechanism="A letter that nobody can read is a threat. Read aloud by someone you trust, it "
            "becomes a thing to do. "
            "People said that ringing back at once, with company, was what changed.",
            reply="It was the ringing in the room that did it. The letter came second, and we would say so.",
            did_not_work="The evening session in Appleby. Nobody came after dark in winter, and we kept "
            "it going four months too long.",
            differently="Agree a direct telephone line with the probation office before opening, and "
            "start at one place, not two.",
            ask_first=(
                "Who would open the door here, and how long have they been known?",
                "Will the probation office answer the telephone while the person is sitting there?",
                "Where do people's letters go now, and who reads them?",
            ),
            limits="We would not expect this to hold where the workers are strangers to the people.",
            strength="people's own answers, before and after.",
            credit="Made with Margaret Loveridge and the people of Kettle On, who have read and agreed it.",
            contact=an_officer(),
            link="https://grants.northwest.example/learning/kettle-on",
        ),
        **changes,
    )


def a_round_summary(**changes: Any) -> RoundSummary:
    return replace(
        RoundSummary(
            letterhead=a_letterhead(),
            reference="NW-26-S",
            version="1",
            dated=date(2029, 9, 3),
            title="Closer to Home",
            region="Cumbria and Cheshire, 2027 to 2029",
            in_short=(
                "We paid 31 local organisations to work with people on probation whom services here "
                "hardly knew: families on "
                "Traveller sites, men who pray at two small mosques, women far from any office.",
                "What helped most often was plain: someone known, who was there every week and made the "
                "telephone call while the "
                "person was in the room.",
            ),
            received=86,
            funded=31,
            asked_pence=294_350_000,
            available_pence=90_000_000,
            awarded_pence=88_740_000,
            kept_our_dates="We had promised answers by 12 March 2027, and sent them on that day.",
            sizes=(
                SizeBand(label="Under £10,000", received=7, funded=3, pence=2_610_000),
                SizeBand(label="£10,000 to £100,000", received=29, funded=12, pence=21_480_000),
                SizeBand(label="£100,000 to £500,000", received=36, funded=13, pence=48_900_000),
                SizeBand(label="£500,000 to £1 million", received=14, funded=3, pence=15_750_000),
            ),
            share=ShareAgainstTarget(
                small_means="income under £500,000",
                by_number=90,
                target_by_number=60,
                by_value=82,
                target_by_value=50,
            ),
            distances=(
                Distance(outcome="Mental health", forward=212, same=148, back=61, unknown=44),
                Distance(outcome="Employment", forward=96, same=131, back=38, unknown=52),
                Distance(outcome="Dependency", forward=71, same=58, back=49, unknown=23),
                Distance(outcome="Welfare support", forward=240, same=66, back=8, unknown=31),
                Distance(outcome="Housing", forward=17, same=24, back=6, unknown=3),
            ),
            progress="More people moved forward than back on every outcome. Letters, money and "
            "appointments moved first. Work and a "
            "settled home came slowly, and dependency went to and fro, as it does.",
            lessons=(
                Lesson(
                    title="Ring while the person is in the room",
                    what="Five projects made the call to probation, the council or the surgery with the "
                    "person beside them. Missed "
                    "appointments fell in all five.",
                    context="offices gave out a direct line, and the worker had the time to wait on it.",
                    limits="where calls go to a national queue.",
                    credit="Eden Valley Travellers' Support, and four others",
                ),
                Lesson(
                    title="Food first, form later",
                    what="Projects that asked their first questions in the third week, over a meal, had "
                    "answers from twice as many people.",
                    context="there was a kitchen, and the same cook each week.",
                    limits="where people come once, or are sent.",
                    credit="Noor Family Project, Crewe",
                ),
                Lesson(
                    title="Pay people who have been there",
                    what="Peer mentors on a wage stayed for 14 months on average; volunteers for five.",
                    context="the charity could carry the wage between payments, because we paid in advance.",
                    limits="where checks take longer than the grant.",
                    credit="Straight Road Mentors, Barrow",
                ),
            ),
            did_not_work=(
                "Evening sessions outside towns: four projects tried and all four stopped by February.",
                "Referral by email. Nearly everyone who came was brought by somebody.",
                "One partnership of five never agreed who would keep the diary, and ended early. It told "
                "us so, and why.",
            ),
            ask_first=(
                "Who is already trusted here, and have they been asked?",
                "Can people get there and back by bus at that hour?",
                "Will the probation office give one name and one number?",
                "What will you stop doing if it is not working by spring?",
            ),
            awards=(
                AwardLine(
                    organisation="Eden Valley Travellers' Support",
                    what="A drop-in to open letters",
                    where="Penrith and Appleby",
                    pence=2_450_000,
                ),
                AwardLine(
                    organisation="Noor Family Project",
                    what="Fathers cooking on Fridays",
                    where="Crewe",
                    pence=3_120_000,
                ),
                AwardLine(
                    organisation="Straight Road Mentors",
                    what="Mentors who have been on probation",
                    where="Barrow-in-Furness",
                    pence=6_800_000,
                ),
                AwardLine(
                    organisation="Solway Women's Room",
                    what="A minibus, a counsellor and a crèche",
                    where="Workington and Maryport",
                    pence=7_250_000,
                ),
                AwardLine(
                    organisation="Weaver Community Farm",
                    what="Two days a week with animals and a debt adviser",
                    where="Northwich",
                    pence=4_475_000,
                ),
            ),
            contact=an_officer(),
            link="https://grants.northwest.example/rounds/closer-to-home",
        ),
        **changes,
    )

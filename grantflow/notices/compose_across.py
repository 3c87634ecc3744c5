"""A theme's summary and a region's: composed from what is published whenever somebody reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from grantflow.core.calendar import local_date
from grantflow.core.display import listed
from grantflow.core.quarters import quarter_of
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.funds.models import Fund
from grantflow.funds.outcomes import OUTCOMES
from grantflow.learning.asking import what_to_ask_first
from grantflow.learning.queries import entry_form
from grantflow.notices import addresses, sender
from grantflow.notices.across import Finding, RegionSummary, RoundLine, SmallShare, ThemeSummary
from grantflow.notices.charts import Distance, DistanceChart, course_chart, distance_chart
from grantflow.notices.cover import Letterhead
from grantflow.notices.excerpts import in_short
from grantflow.notices.sender import sentence
from grantflow.places.models import Region
from grantflow.places.queries import list_force_areas, names_of_regions
from grantflow.reports.funded import Funded, FundedRound, funded_for, funded_in
from grantflow.reports.learned import Learned, learned_about, learned_in
from grantflow.reports.published import published_of_theme

WHAT, SHORT, LIMITS, MOST_FINDINGS, MOST_APART, MOST_QUESTIONS = 60, 30, 45, 12, 2, 5
# A year of quarters: what still fits beside the rest.
MOST_QUARTERS = 4
WORKED = {"yes": "It worked, much as hoped.", "partly": "It worked in part.", "no": "It did not work."}


class Places:
    """The names of regions and force areas, looked up once for a whole summary."""

    def __init__(self) -> None:
        self.regions = names_of_regions()
        self.areas = {area.code: area.name for area in list_force_areas()}

    def of(self, codes: Iterable[str], region_code: str | None) -> str:
        named = listed(sorted(self.areas[code] for code in codes if code in self.areas))
        return named or self.region(region_code)

    def region(self, code: str | None) -> str:
        return self.regions.get(code or "", sentence("everywhere"))


def theme_summary(outcome_key: str, at: datetime, version: str = "") -> ThemeSummary:
    """:raises NotFound: if the fund has no such outcome"""
    if outcome_key not in OUTCOMES:
        raise NotFound("theme", outcome_key)
    name, today, places = OUTCOMES[outcome_key], local_date(at), Places()
    funded, learned = funded_for(outcome_key), learned_about(outcome_key)
    apart, worked, did_not = _sorted_out(learned, places)
    theme = published_of_theme(outcome_key, today)
    return ThemeSummary(
        letterhead=_letterhead(funded),
        reference=f"{quarter_of(today)} {outcome_key}",
        version=version,
        dated=today,
        title=name,
        in_short=_in_short(funded, learned, listed(sorted(places.region(each) for each in funded.regions))),
        rounds=_rounds(funded.rounds, places),
        share=_share(funded),
        progress="" if theme else sentence("across-not-counted"),
        picture=course_chart(replace(theme.course, points=theme.course.points[-MOST_QUARTERS:]))
        if theme
        else None,
        apart=apart,
        worked=worked,
        did_not=did_not,
        ask_first=_ask_first(learned),
        contact=sender.officer_of(),
        link=addresses.theme(outcome_key),
    )


def region_summary(region: Region, at: datetime, version: str = "") -> RegionSummary:
    today, places = local_date(at), Places()
    funded, learned = funded_in(region.code), learned_in(region.code)
    apart, worked, did_not = _sorted_out(learned, places)
    picture = _picture_in(region.code, at)
    officers = [each.round.assigned_to for each in funded.rounds if each.round.region_code == region.code]
    return RegionSummary(
        letterhead=_letterhead(funded),
        reference=f"{quarter_of(today)} {region.slug}",
        version=version,
        dated=today,
        title=region.name,
        in_short=_in_short(
            funded,
            learned,
            listed(sorted(places.areas[each] for each in funded.areas if each in places.areas)),
        ),
        rounds=_rounds(funded.rounds, places),
        share=_share(funded),
        progress="" if picture else sentence("across-not-counted"),
        picture=picture,
        apart=apart,
        worked=worked,
        did_not=did_not,
        ask_first=_ask_first(learned),
        contact=sender.officer_of(*officers),
        link=addresses.region(region.slug),
    )


def get_region(slug: str) -> Region:
    """:raises NotFound: if there is no such region"""
    region = db.session.scalar(select(Region).where(Region.slug == slug))
    if region is None:
        raise NotFound("region", slug)
    return region


def _letterhead(funded: Funded) -> Letterhead:
    """Of the newest round's fund; before there is a round, of any."""
    if funded.rounds:
        return sender.letterhead(funded.rounds[0].round.fund)
    return sender.letterhead(db.session.scalar(select(Fund).order_by(Fund.key).limit(1)))


def _in_short(funded: Funded, learned: Sequence[Learned], where: str) -> tuple[str, ...]:
    if not funded.grants:
        return (sentence("across-nothing-funded"),)
    return (
        sentence(
            "across-in-short",
            funded=funded,
            where=where,
            entries=len(learned),
            did_not=sum(each.worked == "no" for each in learned),
        ),
    )


def _rounds(rounds: Sequence[FundedRound], places: Places) -> tuple[RoundLine, ...]:
    return tuple(
        RoundLine(
            title=each.round.title,
            where=places.region(each.round.region_code),
            grants=each.grants,
            pence=each.pence,
            link=addresses.public_round(each.round.slug),
        )
        for each in rounds
    )


def _share(funded: Funded) -> SmallShare | None:
    if funded.small_share_of_grants is None or funded.small_share_of_money is None:
        return None
    return SmallShare(
        small_means=sentence("small-means"),
        by_number=funded.small_share_of_grants,
        by_value=funded.small_share_of_money,
    )


def _picture_in(region_code: str, at: datetime) -> DistanceChart | None:
    """A bar for each outcome that anybody in the region had counted by the end of a quarter."""
    rows = []
    for key, name in OUTCOMES.items():
        theme = published_of_theme(key, local_date(at))
        if theme and (point := theme.by_region.get(region_code)):
            shown = {kind: figure.number or 0 for kind, figure in point.row.parts.items()}
            rows.append(Distance(outcome=name, row=point.row, **shown))
    return distance_chart(rows) if rows else None


def _sorted_out(
    learned: Sequence[Learned], places: Places
) -> tuple[tuple[tuple[Finding, Finding], ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """What stands side by side, then what worked, then what did not: each entry once."""
    pairs = _pairs(learned)
    paired = {id(each) for pair in pairs for each in pair}
    rest = [each for each in learned if id(each) not in paired]
    strengths = _strengths()
    found = {id(each): _finding(each, places, strengths) for each in learned}
    return (
        tuple((found[id(one)], found[id(other)]) for one, other in pairs),
        tuple(found[id(each)] for each in rest if each.worked != "no")[:MOST_FINDINGS],
        tuple(found[id(each)] for each in rest if each.worked == "no")[:MOST_FINDINGS],
    )


def _pairs(learned: Sequence[Learned]) -> list[tuple[Learned, Learned]]:
    """What did not work beside what did towards the same outcome: in the same places first, then the best known."""
    left = [each for each in learned if each.worked == "yes"]
    pairs: list[tuple[Learned, Learned]] = []
    for other in (each for each in learned if each.worked == "no"):
        alike = [each for each in left if set(each.entry.outcomes) & set(other.entry.outcomes)]
        if alike and len(pairs) < MOST_APART:
            one = max(alike, key=lambda each: len(set(each.entry.force_areas) & set(other.entry.force_areas)))
            left.remove(one)
            pairs.append((one, other))
    return pairs


def _finding(learned: Learned, places: Places, strengths: Mapping[str, str]) -> Finding:
    entry, told = learned.entry, learned.told
    organisation = entry.organisation.name if entry.organisation else ""
    return Finding(
        title=entry.title,
        where=places.of(entry.force_areas, entry.region_code),
        for_whom=in_short(told.get("for-whom"), SHORT),
        worked=worked_words(learned),
        what=in_short(told.get("what-happened") or told.get("what-was-done"), WHAT),
        did_not_work=in_short(told.get("what-did-not-work"), SHORT),
        context=in_short(" ".join(learned.contexts), WHAT) or sentence("context-not-said"),
        limits=in_short(told.get("limits"), LIMITS) or sentence("limits-not-said"),
        evidence=strengths.get(str(entry.evidence), ""),
        credit=entry.credit or organisation,
        link=addresses.public_learning(entry.id),
    )


def worked_words(learned: Learned) -> str:
    """Whether it worked, as a sentence; nothing where the title begins by saying so."""
    words = WORKED.get(learned.worked, "")
    return "" if words and learned.entry.title.startswith(words.rstrip(".")) else words


def _strengths() -> dict[str, str]:
    """How strong evidence is, in the words of the form without the number in front."""
    choices = entry_form().question("evidence-strength").choices
    return {choice.value: str(choice.label).partition(". ")[2] for choice in choices}


def _ask_first(learned: Sequence[Learned]) -> tuple[str, ...]:
    mattered = {key: value for each in learned for key, value in each.told.items() if value}
    return tuple(what_to_ask_first(mattered)[-MOST_QUESTIONS:])

"""Guards of a round: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.running import Guard, of_kind, tiers
from grantflow.core.display import listed
from grantflow.errors import Reason
from grantflow.funds.models import Round
from grantflow.funds.rules import RoundFacts, missing_from_round
from grantflow.permissions import Occasion
from grantflow.places.queries import codes_in_region

# What is missing, as it reads in "Before it can open, look again at …".
MISSING = {
    "words": "the words of its page",
    "officer": "the named officer",
    "areas": "the police force areas",
    "outcomes": "the outcomes",
    "tiers": "the sizes of award, which do not reach the largest amount",
    "budget": "the budget, which is less than the largest award",
    "dates": "the order of the dates",
    "closed-already": "the closing time, which has passed",
}


def round_is_complete(case: Case, occasion: Occasion) -> Reason | None:
    missing = missing_from_round(_facts(of_kind(Round, case)), occasion.at)
    return (
        Reason("round-not-complete", {"missing": listed(MISSING[key] for key in missing)})
        if missing
        else None
    )


GUARDS: Mapping[str, Guard] = {"round-is-complete": round_is_complete}


def _facts(round: Round) -> RoundFacts:
    sizes = tiers(round.tiers_version)
    return RoundFacts(
        summary=round.summary,
        who_can_apply=round.who_can_apply,
        what_we_fund=round.what_we_fund,
        opens_at=round.opens_at,
        closes_at=round.closes_at,
        decisions_on=round.decisions_on,
        starts_on=round.starts_on,
        max_pence=round.max_pence,
        budget_pence=round.budget_pence,
        largest_tier_pence=max((sizes.tier(key).up_to_pence for key in round.tier_keys), default=0),
        force_areas=round.force_areas,
        areas_of_region=codes_in_region(round.region_code),
        outcomes=round.outcomes,
        officer_id=round.assigned_to_id,
        rolling=round.rolling,
    )

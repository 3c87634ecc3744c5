"""The reasons for a refusal, as an officer picks them. What the applicant reads stands in the letter's template."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "outside-area": "Outside the area of the round",
    "outside-outcomes": "Outside what the fund is for",
    "org-ineligible": "Not a kind of organisation the round was open to",
    "org-too-large": "The organisation is larger than the round was for",
    "weak-link-to-need": "The need here is not shown clearly enough",
    "plan-unclear": "The plan is not clear enough",
    "budget-unclear": "The costs are not clear enough",
    "outcomes-unclear": "Not clear how they would know it was helping",
    "delivery-risk": "Doubt whether it could be done as planned",
    "safeguarding-gap": "More is needed on keeping people safe",
    "due-diligence-open": "The checks could not be finished",
    "good-but-outranked": "Good, and others came out a little ahead",
    "duplicate-funding": "The same costs seem to be paid for already",
    "partner-not-confirmed": "A named partner has not confirmed",
    "withdrawn": "Withdrawn",
}

"""Applications filled in at each size, as an organisation's first one would have been."""

from typing import Any

from tests.applications.filled import MICRO

SMALL: dict[str, Any] = MICRO | {
    "amount-requested": 1_000_000,
    "local-link": "We have cooked in this hall for eleven years, and half of us live round the corner.",
    "people-and-partners": "A chef, two volunteers, and a treasurer who has been on probation himself.",
    "budget": [{"item": "Food and the hall", "cost": 1_000_000}],
}
STANDARD: dict[str, Any] = SMALL | {
    "amount-requested": 4_000_000,
    "need-evidence": "Everybody who comes tells us that evenings are the hardest.",
    "learning-plan": "We stop every month and write down what we would do otherwise.",
    "safeguarding": "Our chair leads. The board read the policy in May.",
    "accounts-on-register": "yes",
    "budget": [{"item": "Wages, food and the hall", "cost": 4_000_000}],
}
LARGE: dict[str, Any] = STANDARD | {
    "amount-requested": 10_000_000,
    "governance": "Five trustees meet every six weeks and see the accounts each time.",
    "delivery-plan": "Three evenings from April, five from September.",
    "risks": "The hall may close; the church has offered theirs.",
    "cost-review": "Our treasurer went through it with the community accountants.",
    "budget": [{"item": "Wages, food and the hall", "cost": 10_000_000}],
}
BY_TIER = {"micro": MICRO, "small": SMALL, "standard": STANDARD, "large": LARGE}

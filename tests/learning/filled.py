"""A learning entry filled in, as it is stored."""

from typing import Any

ENTRY: dict[str, Any] = {
    "title": "Cooking first, talking later",
    "question-tested": "We believed that people talk more easily when their hands are busy.",
    "what-was-done": "A meal cooked and eaten together every Thursday, with a cook who has been on probation.",
    "for-whom": "Men and women on community orders, most aged 20 to 45.",
    "where": "A small coastal town.",
    "when-and-how-long": "April 2027 to March 2028",
    "dose": "Three hours a week for ten weeks.",
    "by-whom": "One paid cook and four volunteers.",
    "context-place": "One hall that everybody knows, and no bus after six.",
    "what-happened": "Half came some way; a few moved back after losing a room.",
    "worked": "partly",
    "what-did-not-work": "Evenings. People could not get home.",
    "cost": "About £190 for each person.",
    "mechanism": "Nobody was asked anything until they had eaten.",
    "limits": "We would not expect this to hold if people feel watched while they eat.",
    "core-parts": "The cook, and eating together.",
    "changeable-parts": "The day, and what is cooked.",
    "evidence-strength": "2",
    "confidence": "medium",
    "credit": "Harbour House and everyone who cooked",
}

# A plan to try it elsewhere, and what came of it.
PLAN: dict[str, Any] = {
    "population": "different",
    "population-note": "Women who have just left prison. They have children with them.",
    "intervention": "same",
    "intervention-note": "The same meal, cooked together once a week.",
    "environment": "different",
    "environment-note": "Villages an hour apart, and no bus at all.",
    "transfer": "unknown",
    "transfer-note": "A cook we know. We do not know yet who can drive.",
    "kept": "Cooking and eating together.",
    "changed": "It is at midday, and we fetch people.",
    "why-changed": "Nobody could come otherwise.",
    "pays-source": "yes",
    "pay-what": "£200 for a day of training",
    "credit-line": "With thanks to Harbour House, who cooked first.",
    "expected": "We expect half of them to come most weeks.",
    "how-known": "We count who comes, and ask what changed.",
    "result-by": "2027-09-30",
}
CAME: dict[str, Any] = {
    "what-came": "Eleven women came. Most came back.",
    "worked-here": "partly",
    "what-differed": "Fetching people mattered more than the meal.",
}

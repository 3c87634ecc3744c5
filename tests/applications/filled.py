"""A Micro application filled in: as it is stored, and as a browser posts it, section by section."""

from typing import Any

MICRO: dict[str, Any] = {
    "project-title": "Cooking together",
    "what-you-will-do": "Every Thursday twelve people cook a meal with a chef who has been on probation himself.",
    "outcomes": ["mental-health", "employment"],
    "how-you-will-know": "We ask each person how the week went, and write down what changed.",
    "who-and-where": "Men and women on probation in Carlisle, who hear of us from their practitioner.",
    "areas": ["E23000002"],
    "people-expected": 24,
    "amount-requested": 450_000,
    "start-date": "2027-04-06",
    "length-months": 12,
    "contact-name": "Samina Akhtar",
    "contact-email": "samina@example.org",
    "contact-phone": "01632 960 001",
    "partners-involved": "no",
}

SECTIONS: dict[str, dict[str, Any]] = {
    "your-work": {
        "project-title": "Cooking together",
        "what-you-will-do": MICRO["what-you-will-do"],
        "outcomes": ["mental-health", "employment"],
        "how-you-will-know": MICRO["how-you-will-know"],
    },
    "who-and-where": {
        "who-and-where": MICRO["who-and-where"],
        "areas": ["E23000002"],
        "people-expected": "24",
    },
    "money": {
        "amount-requested": "4,500",
        "start-date-day": "6",
        "start-date-month": "4",
        "start-date-year": "2027",
        "length-months": "12",
    },
    "contact": {
        "contact-name": "Samina Akhtar",
        "contact-email": "samina@example.org",
        "contact-phone": "01632 960 001",
        "partners-involved": "no",
    },
}

PARTNERS: list[dict[str, Any]] = [
    {"name": "Carlisle Kitchen", "email": "hello@kitchen.example.org", "role": "The room", "share": 50_000},
    {"name": "Eden Recovery", "email": "office@eden.example.org", "role": "Peer support", "share": 0},
]
WITH_PARTNERS: dict[str, Any] = MICRO | {"partners-involved": "yes", "partners": PARTNERS}

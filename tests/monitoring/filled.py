"""A report and a review filled in, as they are stored."""

from typing import Any

REPORT: dict[str, Any] = {
    "call-instead": "no",
    "what-you-did": "We cooked every Thursday. In March the kitchen flooded, so we met in the church hall.",
    "what-helped": "Eating together. The bus stopped running at six, which kept some people away.",
    "what-you-would-change": "We would start at noon, so that people can get home by bus.",
    "spent": 412_000,
}
COUNTS = {
    "started": 24, "two_points": 18, "forward": 9, "same": 4, "back": 3, "unknown": 2, "left_early": 5,
}  # fmt: skip
REVIEW: dict[str, Any] = {
    "method": ["reports", "call"],
    "minutes-of-yours": 75,
    "minutes-spent": 30,
    "delivered": "yes",
    "delivered-why": "The cook has been on probation himself and people trust him.",
    "who-was-reached": "Twenty-four people, as hoped; fewer women than hoped.",
    "progress-pattern": "Half moved forward. A few moved back after losing a room.",
    "benefited-less": "People in villages without an evening bus.",
    "evidence-strength": "2",
    "contribution": "one-of-several",
    "contribution-why": "People said that eating together made it easy to talk. The job centre helped too.",
    "context-that-mattered": "A town where everybody knows the hall.",
    "suggestion": "continue",
    "suggestion-why": "They would go on, starting at noon.",
}

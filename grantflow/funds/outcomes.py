"""What the fund is for: five things that belong together, by the key that files and columns use."""

from collections.abc import Mapping

OUTCOMES: Mapping[str, str] = {
    "mental-health": "Mental health and wellbeing",
    "employment": "Work, training and learning",
    "dependency": "Drugs, alcohol or gambling",
    "welfare": "Money, benefits and debt",
    "housing": "A place to live",
}

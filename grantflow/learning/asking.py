"""What to ask before trying something elsewhere: a question for each thing that mattered where it was learned."""

from collections.abc import Mapping
from typing import Any

QUESTIONS = {
    "context-place": "How would people get to it where you are, and how far is it for them?",
    "context-market": "Are there jobs and homes to be had where you are, as there were here?",
    "context-services": "Who would send people to you, and what else is there for them nearby?",
    "context-probation": "Do you and your probation office know and trust each other yet?",
    "context-history": "Do people where you are know you and trust you already?",
    "context-people": "Who would come, and what about their culture, faith or language would matter?",
    "context-policy": "What about the law, money or policy is different now?",
}
ALWAYS = "What would you keep, what would you change, and who could you ask who has done it?"


def what_to_ask_first(answers: Mapping[str, Any]) -> list[str]:
    asked = [question for key, question in QUESTIONS.items() if answers.get(key)]
    return [*asked, ALWAYS]

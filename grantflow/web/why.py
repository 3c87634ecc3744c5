"""Why each question is asked, in words, from what its file says that it serves."""

from grantflow.core.display import listed
from grantflow.engine.form import Question
from grantflow.web.filling import Filling

WHY = {
    "use:monitoring": "to see how the work is going",
    "use:learning": "so that others can learn from it",
    "use:contact": "to reach you",
    "use:letter": "to write to you",
    "use:payment": "to get the next payment right",
    "use:help": "so that we can help",
    "use:publication": "to tell others about it, if you agree",
}


def why(question: Question) -> str:
    reasons = [WHY[use] for use in question.serves if use in WHY]
    return f"We ask {listed(reasons)}." if reasons else ""


def say_why(page: Filling) -> None:
    """Put the reason behind each question's hint."""
    for section in page.sections:
        for question in section.questions:
            field = section.field(question.key)
            field.description = f"{field.description} {why(question)}".strip()

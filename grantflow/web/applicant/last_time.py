"""What we filled in from last time, and the words that say where it comes from."""

from collections.abc import Mapping

from grantflow.applications.reuse import Suggestion
from grantflow.core.display import day
from grantflow.web.filling import Filling


def say_where_from(page: Filling, suggested: Mapping[str, Suggestion]) -> None:
    """Put a note below each answer that nobody has saved here yet."""
    for section in page.sections:
        for question in section.questions:
            if question.key in suggested and question.key not in page.kept:
                section.field(question.key).note = _words(suggested[question.key])


def _words(suggestion: Suggestion) -> str:
    when = day(suggestion.said_at)
    if suggestion.round_title:
        return f"From your application to “{suggestion.round_title}” of {when}. Still true?"
    return f"From what you told us about yourselves on {when}. Still true?"

"""Who used an answer, in words, as it stands under the answer."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from grantflow.core.display import day
from grantflow.monitoring.models import AnswerUse
from grantflow.monitoring.uses import Use, list_uses

IN = {
    Use.REPLY: "in the reply",
    Use.REVIEW: "in the evaluator’s page",
    Use.LEARNING: "to write down what was learned",
    Use.SUMMARY: "in the summary of this grant",
}


def uses_in_words(review_id: UUID) -> Mapping[str, Sequence[str]]:
    """By question, a line for each use."""
    return {key: [_in_words(each) for each in uses] for key, uses in list_uses(review_id).items()}


def _in_words(use: AnswerUse) -> str:
    by = f" by {use.used_by.name}" if use.used_by else ""
    what = IN.get(Use(use.how), "")
    what_for = f"{what}: {use.what_for}" if what and use.what_for else what or f"for this: {use.what_for}"
    return f"Used{by} {what_for}, {day(use.used_at)}"

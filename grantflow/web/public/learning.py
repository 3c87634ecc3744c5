"""What the fund has learned: the library, where context stands before result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.core.display import counted
from grantflow.engine.form import Form
from grantflow.funds.outcomes import OUTCOMES
from grantflow.learning import queries
from grantflow.notices.excerpts import in_short
from grantflow.places.queries import names_of_regions
from grantflow.reports.library import CONTEXT, MOST_COUNTED, Page, Place, Wanted, count_without_each, library
from grantflow.reports.search import excerpts
from grantflow.web.access import public
from grantflow.web.public import bp
from grantflow.web.public.learning_words import FILTERS, WORKED, context_line, labels, options

LONGEST = 100  # characters to search for
# Words of each thing that a row of the list tells.
SHORT = 35


@dataclass(frozen=True)
class Line:
    """One entry of the list in words: what was true there, then what happened. `said` is what a search found."""

    id: UUID
    title: str
    whose: str
    where: str
    context: list[str]
    true_there: str
    worked: str
    happened: str
    evidence: str
    looked_at_again: bool
    said: str


@bp.route("/learning")
@public
def learning() -> ResponseReturnValue:
    form, regions = queries.entry_form(), names_of_regions()
    choices = options(form, regions)
    wanted = _wanted(choices)
    page = library(wanted, Place(after=request.args.get("after", ""), before=request.args.get("before", "")))
    return render_template(
        "pages/public/learning.html",
        lines=_lines(page, wanted, form, regions),
        wanted=wanted,
        count="" if page.count is None else _entries(page.count, MOST_COUNTED),
        filters=FILTERS,
        outcomes=OUTCOMES,
        choices=choices,
        more=any((wanted.rurality, wanted.need, wanted.partner, wanted.region, wanted.evidence)),
        links=_links(page, wanted),
        wider=_wider(wanted, choices) if wanted.narrowed_by and not page.rows else [],
    )


def _wanted(choices: Mapping[str, Mapping[str, str]]) -> Wanted:
    """What somebody looks for; what makes no sense is left out rather than failing."""
    asked = {name: request.args.get(name, "") for name in FILTERS}
    known = {name: value if value in choices[name] else "" for name, value in asked.items()}
    evidence = known.pop("evidence")
    words = request.args.get("words", "").strip()[:LONGEST]
    return Wanted(words=words, evidence=int(evidence) if evidence else None, **known)


def _lines(page: Page, wanted: Wanted, form: Form, regions: Mapping[str, str]) -> list[Line]:
    said = excerpts([row.id for row in page.rows], wanted.search) if wanted.search else {}
    strengths = labels(form, "evidence-strength")
    return [
        Line(
            id=row.id,
            title=row.title,
            whose=row.organisation or "The fund itself",
            where=_where(page.told[row.id], regions.get(row.region_code, "")),
            context=context_line(form, row),
            true_there=_true_there(page.told[row.id]),
            worked=WORKED.get(row.worked, ""),
            happened=in_short(page.told[row.id].get("what-happened"), SHORT),
            evidence=strengths.get(str(row.evidence), "").partition(". ")[2],
            looked_at_again=row.stage == "looked-at-again",
            said=said.get(row.id, ""),
        )
        for row in page.rows
    ]


def _where(told: Mapping[str, Any], region: str) -> str:
    """As a sentence, whichever of the two there is."""
    words = " ".join(str(told.get("where") or region).split())
    return words if words.endswith((".", "!", "?")) or not words else f"{words}."


def _true_there(told: Mapping[str, Any]) -> str:
    """The first heading of context that anybody wrote under."""
    headings = [str(told[key]) for key in sorted(told) if key.startswith(CONTEXT) and told[key]]
    return in_short(headings[0], SHORT) if headings else ""


def _links(page: Page, wanted: Wanted) -> dict[str, str]:
    """First, previous and next, where they lead anywhere."""
    asked, found = _asked(wanted), {}
    if page.rows and page.has_previous:
        found["first"] = url_for("public.learning", **asked)
        found["previous"] = url_for("public.learning", **asked, before=page.first_row)
    if page.rows and page.has_next:
        found["next"] = url_for("public.learning", **asked, after=page.last_row)
    return found


def _wider(wanted: Wanted, choices: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, str]]:
    """What to leave out so that something fits: in words, the address, and how many entries there would be."""
    counts = count_without_each(wanted) if len(wanted.narrowed_by) > 1 else {}
    return [
        (
            f"the words “{wanted.words}”"
            if name == "words"
            else f"“{choices[name][str(getattr(wanted, name))]}”",
            url_for("public.learning", **_asked(wanted.without(name))),
            _entries(number, 100),
        )
        for name, number in counts.items()
        if number
    ]


def _asked(wanted: Wanted) -> dict[str, Any]:
    """The words of an address that asks for this."""
    return {name: str(getattr(wanted, name)) for name in wanted.narrowed_by}


def _entries(number: int, most: int) -> str:
    return counted(number, "entry", "entries") if number <= most else f"More than {most:,} entries"

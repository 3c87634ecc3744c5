"""The library in words: what it is filtered by, the context of an entry in one line, what is different elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any

from grantflow.core.display import listed
from grantflow.engine.form import Form
from grantflow.funds.outcomes import OUTCOMES
from grantflow.learning.nearness import Difference

# "It did not work" stands in the list as plainly as "it worked".
WORKED = {
    "yes": "It worked, much as hoped",
    "partly": "It worked in part",
    "no": "It did not work, and here is why",
}

# What each filter is called; its values are called what the form calls them.
FILTERS = {
    "outcome": "What it was for",
    "cohort": "Who it was for",
    "setting": "Where people were",
    "worked": "Did it work?",
    "rurality": "Kind of place",
    "need": "How much help people needed",
    "partner": "Worked with",
    "region": "Region",
    "evidence": "Evidence at least",
}
QUESTIONS = {
    "cohort": "cohort",
    "setting": "setting",
    "rurality": "rurality",
    "need": "need-level",
    "partner": "partner-types",
    "evidence": "evidence-strength",
}

PLACES = {
    "city": "a city",
    "town": "a town",
    "countryside": "the countryside",
    "mixed": "several kinds of place",
}
NEEDS = {"low": "a little", "medium": "some", "high": "a lot of"}


def options(form: Form, regions: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What may be chosen in each filter, in words."""
    found: dict[str, dict[str, str]] = {"outcome": dict(OUTCOMES), "worked": WORKED, "region": dict(regions)}
    found |= {name: labels(form, question) for name, question in QUESTIONS.items()}
    found["partner"].pop("none", None)
    return found


def labels(form: Form, key: str) -> dict[str, str]:
    return {choice.value: str(choice.label) for choice in form.question(key).choices}


def context_line(form: Form, row: Any) -> list[str]:
    """For whom, where people were, what kind of place, how much help they needed: a few words each."""
    needs = {key: f"{words} help needed".capitalize() for key, words in NEEDS.items()}
    return [
        *_named(labels(form, "cohort"), row.cohorts),
        *_named(labels(form, "setting"), row.settings),
        *_named(labels(form, "rurality"), [row.rurality]),
        *_named(needs, [row.need_level]),
    ]


def difference_words(form: Form, difference: Difference) -> str:
    """In a city, not the countryside."""
    there, here = difference.there, difference.here
    match difference.part:
        case "rurality":
            return f"In {PLACES[there[0]]}, not {PLACES[here[0]]}"
        case "need_level":
            return f"People needed {NEEDS[there[0]]} help, not {NEEDS[here[0]].removesuffix(' of')}"
        case "cohorts":
            names = labels(form, "cohort")
            return f"For {_listed(names, there)}, not {_listed(names, here)}"
        case "settings":
            names = labels(form, "setting")
            said = _listed(names, there)
            return f"{said[:1].upper()}{said[1:]}, not {_listed(names, here)}"


def _named(names: Mapping[str, str], values: Iterable[str]) -> list[str]:
    return [names[value] for value in names if value in set(values)]


def _listed(names: Mapping[str, str], values: Iterable[str]) -> str:
    """As they stand in a sentence."""
    return listed(name[:1].lower() + name[1:] for name in _named(names, values))

"""A small workflow to test with: a kettle, which is filled, boiled and poured, or tipped out on the way."""

from grantflow.engine.library import parse_workflow
from grantflow.engine.workflow import Workflow

KETTLE = """
title = "Kettle"
start = "empty"

[[stage]]
key = "empty"
label = "Empty"
applicant_label = "Not yet"
category = "preparing"

[[stage]]
key = "full"
label = "Full"
applicant_label = "Soon"
category = "open"

[[stage]]
key = "poured"
label = "Poured"
applicant_label = "Tea"
category = "closed"

[[action]]
key = "fill"
label = "Fill it"
from = ["empty"]
to = "full"
permission = "kettle:fill"

[[action]]
key = "pour"
label = "Pour it"
from = ["full"]
to = "poured"
permission = "kettle:pour"
guards = ["it-has-boiled", "cup-is-there"]
notify = ["tea-is-ready"]

[[action]]
key = "tip-out"
label = "Tip it out"
from = ["full"]
to = "empty"
permission = "kettle:fill"
note = "required"
"""

KETTLE_FILE = "workflows/kettle/1.toml"


def a_kettle(*more: str) -> Workflow:
    """The kettle, with more TOML after it."""
    return parse_workflow("\n".join((KETTLE, *more)), KETTLE_FILE)

"""What must hold before learning is published. Plain values in; a refusal's key, or what is missing, out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

CONTEXT = "context-"
# Where anybody may read an entry. One that is looked at again has not stopped being true.
PUBLIC = ("published", "looked-at-again")
# After how many years it may be looked at again; the middle one unless its publisher says otherwise.
YEARS = range(1, 4)
# Where a grant stands once there is work to learn from.
TAUGHT = ("active", "completed", "ended-early")
# What a reader elsewhere cannot do without, in the order of the page. Any one heading of context will do.
HEADINGS = (CONTEXT, "mechanism", "limits")


def missing_headings(answers: Mapping[str, Any]) -> list[str]:
    """Which of context, mechanism and limits nobody has written. Learning travels only with all three."""
    written = [key for key, value in answers.items() if str(value or "").strip()]
    return [heading for heading in HEADINGS if not any(_belongs(key, heading) for key in written)]


def grantee_consented(*, has_grantee: bool, consent_given_at: datetime | None) -> str | None:
    """An entry about somebody's work is theirs to agree to; one about the fund's own work needs nobody's leave."""
    return "consent-missing" if has_grantee and consent_given_at is None else None


def award_may_teach(stage: str) -> str | None:
    return None if stage in TAUGHT else "nothing-to-learn-yet"


def entry_may_change(stage: str) -> str | None:
    return None if stage == "draft" else "entry-not-a-draft"


def consent_may_be_given(stage: str) -> str | None:
    return None if stage == "in-review" else "entry-not-in-review"


def _belongs(key: str, heading: str) -> bool:
    return key.startswith(heading) if heading.endswith("-") else key == heading

"""The one navigation: which places this person has, and which of them they are in."""

from typing import Any

from flask import request, url_for

from grantflow.permissions import Permission
from grantflow.web.occasion import current_actor

# Text, where it leads, and the permission that makes it worth showing (None: to everybody who has signed in).
STAFF_PLACES: tuple[tuple[str, str, Permission], ...] = (
    ("Work list", "officer.work_list", Permission.APPLICATION_VIEW),
    ("Rounds", "officer.rounds", Permission.ROUND_VIEW),
    ("Grants", "officer.grants", Permission.AWARD_MANAGE),
    ("Payments", "officer.payments", Permission.PAYMENT_HOLD),
    ("Reports", "officer.reports", Permission.MONITORING_ANSWER),
    ("Assessors", "officer.assessors", Permission.ASSESSOR_MANAGE),
    ("My assessments", "assessor.queue", Permission.ASSESSMENT_SCORE),
    ("Progress reviews", "evaluator.home", Permission.MONITORING_REVIEW),
    ("Learning", "evaluator.learning", Permission.LEARNING_WRITE),
    ("My interests", "interests.interests", Permission.ASSESSMENT_VIEW),
    ("People", "admin.home", Permission.USER_MANAGE),
    ("Audit", "admin.audit", Permission.AUDIT_VIEW),
    ("Jobs", "admin.jobs", Permission.JOB_MANAGE),
)


def navigation() -> list[dict[str, Any]]:
    """Items for the GOV.UK service navigation."""
    actor = current_actor()
    if actor.user_id is None:
        places = [("Grant rounds", "public.home"), ("What we have learned", "public.learning")]
    elif actor.is_staff:
        places = [
            (text, endpoint)
            for text, endpoint, permission in STAFF_PLACES
            if actor.holds_as_staff(permission)
        ]
    else:
        places = [("Your applications", "applicant.home"), ("Grant rounds", "public.home")]
    return [
        {"text": text, "href": url_for(endpoint), "active": _is_here(endpoint)} for text, endpoint in places
    ]


def _is_here(endpoint: str) -> bool:
    """Whether this page belongs to that place: the same page, or one of the same part of the site."""
    here = request.endpoint or ""
    return here == endpoint or here.rpartition(".")[0] == endpoint

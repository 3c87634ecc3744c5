"""Where the links in emails and letters lead. A test opens each of them, so that none is dead."""

from urllib.parse import quote
from uuid import UUID

from grantflow.notices.sender import settings


def home() -> str:
    return _address("/")


def privacy() -> str:
    return _address("/privacy")


def funder() -> str:
    """The funder's own website, where they say how to reach them without an account here."""
    website = settings().FUNDER_WEBSITE
    return website if "://" in website else f"https://{website}"


def public_round(slug: str) -> str:
    return _address(f"/rounds/{quote(slug)}")


def public_learning(entry_id: UUID) -> str:
    return _address(f"/learning/{entry_id}")


def tried(adaptation_id: UUID) -> str:
    return _address(f"/learning/tried/{adaptation_id}")


def adaptation(adaptation_id: UUID) -> str:
    return _address(f"/adaptations/{adaptation_id}")


def source(token: str) -> str:
    return _address(f"/source/{token}")


def decision_to_take_up(token: str) -> str:
    return _address(f"/take-up/{token}")


def official_decision_to_take_up(decision_id: UUID) -> str:
    return _address(f"/evaluator/embedding/{decision_id}")


def application(application_id: UUID) -> str:
    return _address(f"/applicant/applications/{application_id}")


def check_answers(application_id: UUID) -> str:
    return _address(f"/applicant/applications/{application_id}/check")


def late_code(slug: str) -> str:
    return _address(f"/applicant/rounds/{quote(slug)}/late")


def official_changes(application_id: UUID) -> str:
    return _address(f"/officer/applications/{application_id}/changes")


def award(award_id: UUID) -> str:
    return _address(f"/applicant/grants/{award_id}")


def review(review_id: UUID) -> str:
    return _address(f"/applicant/reports/{review_id}")


def learning(entry_id: UUID) -> str:
    return _address(f"/applicant/learning/{entry_id}")


def assessment(assessment_id: UUID) -> str:
    return _address(f"/assessor/assessments/{assessment_id}")


def official_application(application_id: UUID) -> str:
    return _address(f"/officer/applications/{application_id}")


def partner(token: str) -> str:
    return _address(f"/partner/{token}")


def sign_in(token: str) -> str:
    return _address(f"/sign-in/{token}")


def staff_sign_in() -> str:
    return _address("/staff/sign-in")


def staff_set_up(token: str) -> str:
    return _address(f"/staff/set-up/{token}")


def invitation(token: str) -> str:
    return _address(f"/applicant/join/{token}")


def _address(path: str) -> str:
    return f"{settings().BASE_URL}{path}"

"""The roles, the permissions each holds, and over which cases.

A permission is `thing:verb`. A workflow file names the one an action needs; a view names the one a page needs.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    APPLICANT = "applicant"
    PARTNER = "partner"
    ASSESSOR = "assessor"
    PANEL_MEMBER = "panel-member"
    OFFICER = "officer"
    EVALUATOR = "evaluator"
    FINANCE = "finance"
    REGIONAL_LEAD = "regional-lead"
    ADMIN = "admin"
    AUDITOR = "auditor"
    SYSTEM = "system"


STAFF_ROLES = frozenset(Role) - {Role.APPLICANT, Role.PARTNER}


class Permission(StrEnum):
    ROUND_VIEW = "round:view"
    ROUND_EDIT = "round:edit"
    ROUND_RUN = "round:run"
    APPLICATION_VIEW = "application:view"
    APPLICATION_WRITE = "application:write"
    APPLICATION_SUBMIT = "application:submit"
    APPLICATION_WITHDRAW = "application:withdraw"
    APPLICATION_EXPIRE = "application:expire"
    APPLICATION_CHECK = "application:check"
    APPLICATION_DECIDE = "application:decide"
    APPLICATION_RELEASE = "application:release"
    QUORUM_WAIVE = "quorum:waive"
    ASSESSMENT_ASSIGN = "assessment:assign"
    ASSESSMENT_DECLARE = "assessment:declare"
    ASSESSMENT_SCORE = "assessment:score"
    ASSESSMENT_VIEW = "assessment:view"
    AWARD_VIEW = "award:view"
    AWARD_ACCEPT = "award:accept"
    AWARD_MANAGE = "award:manage"
    AWARD_LAPSE = "award:lapse"
    PAYMENT_VIEW = "payment:view"
    PAYMENT_FALL_DUE = "payment:fall-due"
    PAYMENT_HOLD = "payment:hold"
    PAYMENT_AUTHORISE = "payment:authorise"
    PAYMENT_PAY = "payment:pay"
    MONITORING_VIEW = "monitoring:view"
    MONITORING_ANNOUNCE = "monitoring:announce"
    MONITORING_REPORT = "monitoring:report"
    MONITORING_REVIEW = "monitoring:review"
    MONITORING_ANSWER = "monitoring:answer"
    LEARNING_VIEW = "learning:view"
    LEARNING_WRITE = "learning:write"
    LEARNING_CONSENT = "learning:consent"
    LEARNING_PUBLISH = "learning:publish"
    LEARNING_LOOK_AGAIN = "learning:look-again"
    ADAPTATION_WRITE = "adaptation:write"
    ADAPTATION_ANSWER = "adaptation:answer"
    ADAPTATION_WAIT = "adaptation:wait"
    EMBEDDING_ASK = "embedding:ask"
    EMBEDDING_DECIDE = "embedding:decide"
    EMBEDDING_REMIND = "embedding:remind"
    PARTNER_ASK = "partner:ask"
    PARTNER_ANSWER = "partner:answer"
    LETTER_VIEW = "letter:view"
    LETTER_MAKE = "letter:make"
    LETTER_RETRY = "letter:retry"
    ORGANISATION_VIEW = "organisation:view"
    ORGANISATION_EDIT = "organisation:edit"
    ORGANISATION_MANAGE = "organisation:manage"
    USER_MANAGE = "user:manage"
    AUDIT_VIEW = "audit:view"
    JOB_MANAGE = "job:manage"
    REPORT_VIEW = "report:view"


class Reach(StrEnum):
    """Over which cases a role's permissions hold."""

    REGION = "the region the role was given for, or everywhere"
    ORGANISATION = "the person's own organisations"
    ASSIGNED = "cases that name this person"
    ONE_CASE = "the one case a link was made for"
    EVERYWHERE = "every case"


P = Permission
_EVERY_STAFF = {P.ROUND_VIEW, P.LEARNING_VIEW, P.REPORT_VIEW}
_CASE_READER = _EVERY_STAFF | {
    P.APPLICATION_VIEW,
    P.ASSESSMENT_VIEW,
    P.AWARD_VIEW,
    P.PAYMENT_VIEW,
    P.MONITORING_VIEW,
    P.LETTER_VIEW,
}

HOLDINGS: Mapping[Role, tuple[Reach, frozenset[Permission]]] = {
    Role.APPLICANT: (
        Reach.ORGANISATION,
        frozenset({
            P.APPLICATION_VIEW, P.APPLICATION_WRITE, P.APPLICATION_SUBMIT, P.APPLICATION_WITHDRAW,
            P.PARTNER_ASK, P.AWARD_VIEW, P.AWARD_ACCEPT, P.PAYMENT_VIEW, P.MONITORING_VIEW,
            P.MONITORING_REPORT, P.LEARNING_CONSENT, P.LEARNING_VIEW, P.ADAPTATION_WRITE, P.LETTER_VIEW,
            P.ORGANISATION_VIEW, P.ORGANISATION_EDIT, P.ORGANISATION_MANAGE,
        }),
    ),
    Role.PARTNER: (Reach.ONE_CASE, frozenset({P.PARTNER_ANSWER, P.ADAPTATION_ANSWER, P.EMBEDDING_DECIDE})),
    Role.ASSESSOR: (
        Reach.ASSIGNED,
        frozenset({P.ASSESSMENT_DECLARE, P.ASSESSMENT_SCORE, P.ASSESSMENT_VIEW, P.LEARNING_VIEW}),
    ),
    Role.PANEL_MEMBER: (Reach.REGION, frozenset(_EVERY_STAFF | {P.APPLICATION_VIEW, P.ASSESSMENT_VIEW})),
    Role.OFFICER: (
        Reach.REGION,
        frozenset(_CASE_READER | {
            P.ROUND_EDIT, P.ROUND_RUN, P.APPLICATION_CHECK, P.APPLICATION_DECIDE, P.APPLICATION_RELEASE,
            P.ASSESSMENT_ASSIGN, P.AWARD_MANAGE, P.PAYMENT_HOLD, P.PAYMENT_AUTHORISE, P.MONITORING_ANSWER,
            P.MONITORING_ANNOUNCE, P.LEARNING_WRITE, P.ADAPTATION_WRITE, P.EMBEDDING_DECIDE, P.PARTNER_ASK,
            P.LETTER_MAKE, P.LETTER_RETRY,
        }),
    ),
    Role.EVALUATOR: (
        Reach.REGION,
        frozenset(_EVERY_STAFF | {
            P.APPLICATION_VIEW, P.AWARD_VIEW, P.MONITORING_VIEW, P.MONITORING_REVIEW, P.LEARNING_WRITE,
            P.ADAPTATION_WRITE, P.EMBEDDING_ASK, P.EMBEDDING_DECIDE, P.LETTER_VIEW,
        }),
    ),
    Role.FINANCE: (Reach.REGION, frozenset(_CASE_READER | {P.PAYMENT_PAY, P.PAYMENT_HOLD})),
    Role.REGIONAL_LEAD: (
        Reach.REGION,
        frozenset(_CASE_READER | {
            P.ROUND_RUN, P.APPLICATION_DECIDE, P.APPLICATION_RELEASE, P.QUORUM_WAIVE, P.AWARD_MANAGE,
            P.LEARNING_WRITE, P.LEARNING_PUBLISH, P.LEARNING_LOOK_AGAIN, P.ADAPTATION_WRITE, P.EMBEDDING_ASK,
            P.EMBEDDING_DECIDE,
        }),
    ),
    Role.ADMIN: (
        Reach.REGION,
        frozenset(_EVERY_STAFF | {P.USER_MANAGE, P.JOB_MANAGE, P.AUDIT_VIEW, P.LETTER_RETRY}),
    ),
    Role.AUDITOR: (Reach.REGION, frozenset(_CASE_READER | {P.AUDIT_VIEW})),
    Role.SYSTEM: (
        Reach.EVERYWHERE,
        frozenset({
            P.ROUND_RUN, P.APPLICATION_EXPIRE, P.APPLICATION_CHECK, P.APPLICATION_RELEASE,
            P.ASSESSMENT_ASSIGN, P.AWARD_LAPSE, P.AWARD_MANAGE, P.PAYMENT_FALL_DUE, P.PAYMENT_HOLD,
            P.MONITORING_ANNOUNCE, P.LEARNING_LOOK_AGAIN, P.ADAPTATION_WAIT, P.EMBEDDING_REMIND,
            P.PARTNER_ASK, P.LETTER_MAKE, P.LETTER_RETRY,
            # Whoever runs the command line makes the first administrator.
            P.USER_MANAGE,
        }),
    ),
}  # fmt: skip


# Which right in an organisation each of an applicant's permissions needs; anything else needs only `view`.
RIGHTS = ("view", "edit", "submit")
RIGHT_NEEDED: Mapping[str, str] = {
    P.APPLICATION_WRITE: "edit",
    P.PARTNER_ASK: "edit",
    P.MONITORING_REPORT: "edit",
    P.ORGANISATION_EDIT: "edit",
    P.ORGANISATION_MANAGE: "submit",
    P.ADAPTATION_WRITE: "edit",
    P.LEARNING_CONSENT: "submit",
    P.APPLICATION_SUBMIT: "submit",
    P.APPLICATION_WITHDRAW: "submit",
    P.AWARD_ACCEPT: "submit",
}

"""Every name that content may use, gathered: guards, effects, notices, jobs, ticks and kinds of case."""

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import inspect

from grantflow.accounts import jobs as account_jobs
from grantflow.applications import effects as application_effects
from grantflow.applications import guards as application_guards
from grantflow.applications.models import Application, Partner
from grantflow.assessment import effects as assessment_effects
from grantflow.assessment import guards as assessment_guards
from grantflow.assessment import jobs as assessment_jobs
from grantflow.assessment.commands import release_application
from grantflow.assessment.models import Assessment
from grantflow.awards import effects as award_effects
from grantflow.awards import guards as award_guards
from grantflow.awards.models import Award, Payment
from grantflow.casework import jobs as case_jobs
from grantflow.casework.models import Case
from grantflow.casework.running import Effect, Guard
from grantflow.engine.check import KnownNames
from grantflow.funds import effects as fund_effects
from grantflow.funds import guards as fund_guards
from grantflow.funds.models import Round
from grantflow.jobs.worker import Job
from grantflow.learning import adaptation_guards, embedding_guards
from grantflow.learning import effects as learning_effects
from grantflow.learning import guards as learning_guards
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.models import LearningEntry
from grantflow.monitoring import effects as monitoring_effects
from grantflow.monitoring import guards as monitoring_guards
from grantflow.monitoring.models import ProgressReview
from grantflow.notices import effects as notice_effects
from grantflow.notices import packs, post
from grantflow.notices.models import Letter
from grantflow.notices.register import NOTICES
from grantflow.permissions import HOLDINGS

CASE_TYPES: Mapping[str, type[Case]] = {
    model.__mapper_args__["polymorphic_identity"]: model
    for model in (
        Round,
        Application,
        Partner,
        Assessment,
        Award,
        Payment,
        ProgressReview,
        LearningEntry,
        Adaptation,
        EmbeddingDecision,
        Letter,
    )
}

GUARDS: Mapping[str, Guard] = {
    **fund_guards.GUARDS,
    **application_guards.GUARDS,
    **assessment_guards.GUARDS,
    **award_guards.GUARDS,
    **monitoring_guards.GUARDS,
    **learning_guards.GUARDS,
    **adaptation_guards.GUARDS,
    **embedding_guards.GUARDS,
}

EFFECTS: Mapping[str, Effect] = {
    **fund_effects.EFFECTS,
    **application_effects.EFFECTS,
    **assessment_effects.EFFECTS,
    **award_effects.EFFECTS,
    **monitoring_effects.EFFECTS,
    **learning_effects.EFFECTS,
    **adaptation_guards.EFFECTS,
    **embedding_guards.EFFECTS,
    **notice_effects.EFFECTS,
}

JOBS: Mapping[str, Job] = {
    "timer": case_jobs.fire_timer,
    "seal": case_jobs.seal,
    "forget-attempts": account_jobs.forget_old_attempts,
    "release-application": release_application,
    "share-out": assessment_jobs.share_out,
    "notice": post.notice,
    "make-letter": post.make_letter,
    "make-pack": packs.make_pack,
    "send-email": post.send_email,
    "sign-in-link": post.sign_in_link,
    "staff-set-up-link": post.staff_set_up_link,
    "colleague-invitation": post.colleague_invitation,
    "late-code": post.late_code,
}

# What runs when a job of that name has failed for good, given what went wrong and the job's own arguments.
GIVE_UPS: Mapping[str, Job] = {
    "make-letter": post.letter_failed,
    "make-pack": packs.pack_failed,
    "send-email": post.email_failed,
}

# What a worker looks at every two seconds.
TICKS: Sequence[Callable[[], None]] = (case_jobs.promise_due_timers, case_jobs.promise_nightly)


def known_names(templates: Path) -> KnownNames:
    """Every name that workflow, form and tiers files may use."""
    return KnownNames(
        guards=GUARDS.keys(),
        effects=EFFECTS.keys(),
        notices=NOTICES.keys(),
        permissions_by_role={role: set(held) for role, (_, held) in HOLDINGS.items()},
        dates={kind: _date_names(model) for kind, model in CASE_TYPES.items()},
        templates=templates,
    )


def _date_names(model: type[Case]) -> Set[str]:
    """What `dates()` of this kind answers to, asked of a row with every date filled in."""
    times = {datetime: datetime(2026, 1, 1, tzinfo=UTC), date: date(2026, 1, 1)}
    columns = {
        attribute.key: attribute.columns[0].type.python_type for attribute in inspect(model).column_attrs
    }
    row = model(**{key: times[kind] for key, kind in columns.items() if kind in times})
    return row.dates().keys()

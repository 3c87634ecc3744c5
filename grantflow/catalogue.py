"""Every name that content may use, gathered: guards, effects, notices, jobs, ticks and kinds of case."""

from collections.abc import Mapping

from grantflow.applications import effects as application_effects
from grantflow.applications import guards as application_guards
from grantflow.applications.models import Application, Partner
from grantflow.assessment import effects as assessment_effects
from grantflow.assessment import guards as assessment_guards
from grantflow.assessment.models import Assessment
from grantflow.awards import effects as award_effects
from grantflow.awards import guards as award_guards
from grantflow.awards.models import Award, Payment
from grantflow.casework.models import Case
from grantflow.casework.running import Effect, Guard
from grantflow.funds import effects as fund_effects
from grantflow.funds import guards as fund_guards
from grantflow.funds.models import Round
from grantflow.jobs.worker import Job
from grantflow.learning import effects as learning_effects
from grantflow.learning import guards as learning_guards
from grantflow.learning.models import LearningEntry
from grantflow.monitoring import effects as monitoring_effects
from grantflow.monitoring import guards as monitoring_guards
from grantflow.monitoring.models import ProgressReview
from grantflow.notices import effects as notice_effects
from grantflow.notices.models import Letter

CASE_TYPES: Mapping[str, type[Case]] = {
    model.__mapper_args__["polymorphic_identity"]: model
    for model in (Round, Application, Partner, Assessment, Award, Payment, ProgressReview, LearningEntry, Letter)
}

GUARDS: Mapping[str, Guard] = {
    **fund_guards.GUARDS,
    **application_guards.GUARDS,
    **assessment_guards.GUARDS,
    **award_guards.GUARDS,
    **monitoring_guards.GUARDS,
    **learning_guards.GUARDS,
}

EFFECTS: Mapping[str, Effect] = {
    **fund_effects.EFFECTS,
    **application_effects.EFFECTS,
    **assessment_effects.EFFECTS,
    **award_effects.EFFECTS,
    **monitoring_effects.EFFECTS,
    **learning_effects.EFFECTS,
    **notice_effects.EFFECTS,
}

JOBS: Mapping[str, Job] = {}

# name → (cron schedule with seconds, what it runs)
TICKS: Mapping[str, tuple[str, Job]] = {}

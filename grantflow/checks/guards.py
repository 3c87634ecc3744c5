"""Guards of checks: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.applications.models import Application
from grantflow.casework.models import Case
from grantflow.casework.running import Guard, of_kind, tiers
from grantflow.checks import rules
from grantflow.checks.asking import files_of
from grantflow.checks.models import CheckQuery
from grantflow.errors import Reason
from grantflow.permissions import Occasion


def every_point_is_answered(case: Case, occasion: Occasion) -> Reason | None:
    query = of_kind(CheckQuery, case)
    files, sizes = files_of([query.id]), tiers(query.application.round.tiers_version)
    return rules.points_are_answered(
        [
            str(sizes.check(each.code).label)
            for each in query.points
            if not each.answer and (query.id, each.code) not in files
        ]
    )


def rule_is_named(case: Case, occasion: Occasion) -> Reason | None:
    return rules.rule_is_named(of_kind(Application, case).ineligible_rule)


GUARDS: Mapping[str, Guard] = {
    "every-point-is-answered": every_point_is_answered,
    "rule-is-named": rule_is_named,
}

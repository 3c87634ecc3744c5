"""What each role is called, and what whoever holds it does."""

from collections.abc import Mapping

from grantflow.accounts.models import User
from grantflow.permissions import Role

# In the order in which a newcomer would want to meet them.
ROLE_NAMES: Mapping[Role, str] = {
    Role.OFFICER: "Grants officer",
    Role.ASSESSOR: "Assessor",
    Role.EVALUATOR: "Evaluator",
    Role.REGIONAL_LEAD: "Regional lead",
    Role.FINANCE: "Finance officer",
    Role.PANEL_MEMBER: "Panel member",
    Role.ADMIN: "Administrator",
    Role.AUDITOR: "Auditor",
}

ROLE_WORK: Mapping[Role, str] = {
    Role.OFFICER: "Runs rounds and carries each application from first check to last report.",
    Role.ASSESSOR: "Reads the applications given to them and scores each against the criteria.",
    Role.EVALUATOR: "Reviews progress towards outcomes and drafts what there is to learn.",
    Role.REGIONAL_LEAD: "Decides on larger grants, releases decisions and publishes learning.",
    Role.FINANCE: "Pays what an officer has authorised, and may hold a payment.",
    Role.PANEL_MEMBER: "Reads applications and assessments before the panel meets.",
    Role.ADMIN: "Looks after people, roles, background jobs and the audit trail.",
    Role.AUDITOR: "Reads every case, letter and payment; changes nothing.",
}


def where_held(user: User, role: str, regions: Mapping[str, str]) -> str:
    """Where somebody holds a role, in words: names of regions, or everywhere.

    :param regions: names by code
    """
    held = [grant.region_code for grant in user.roles if grant.role == role]
    return "Everywhere" if None in held else ", ".join(sorted(regions[code] for code in held if code))

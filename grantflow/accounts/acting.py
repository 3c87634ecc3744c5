"""What a person may do, from who they are: the roles they hold and the organisations they belong to."""

from collections.abc import Iterable
from uuid import UUID

from grantflow.accounts.interests import organisations_of_interest
from grantflow.accounts.models import User
from grantflow.casework.queries import list_still_to_score
from grantflow.permissions import Actor, Grant, Role


def actor_of(user: User, *, as_staff: bool = True) -> Actor:
    """What a user may do. Anybody may be an applicant: it reaches only organisations they belong to."""
    return Actor(
        name=user.name,
        user_id=user.id,
        grants=(Grant(Role.APPLICANT), *(_staff_grants(user) if as_staff else ())),
        organisations={each.organisation_id: each.rights for each in user.memberships},
        interests=_interests(user) if as_staff and user.roles else frozenset(),
        reads=_reads(user) if as_staff else frozenset(),
    )


def _interests(user: User) -> frozenset[UUID]:
    """What is closed to them as staff. A part in an organisation of their own goes on as it is."""
    if all(each.ended_at for each in user.interests):
        return frozenset()
    return frozenset(organisations_of_interest([user.id]).get(user.id, ()))


def _reads(user: User) -> frozenset[tuple[UUID, UUID]]:
    """What they have still to score. To somebody who is only an assessor nothing else is open anyway."""
    roles = {each.role for each in user.roles}
    if Role.ASSESSOR not in roles or len(roles) == 1:
        return frozenset()
    return frozenset(list_still_to_score(user.id))


def _staff_grants(user: User) -> Iterable[Grant]:
    return (Grant(Role(each.role), each.region_code) for each in user.roles)

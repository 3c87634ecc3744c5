"""Whoever answers by a private link: who they are, and the one case that the link was made for."""

from typing import Any
from uuid import UUID

from grantflow.accounts.models import Link, LinkPurpose
from grantflow.casework.models import AnyCase
from grantflow.casework.queries import get_visible
from grantflow.errors import LinkSpent
from grantflow.permissions import Actor, Grant, Permission, Role


def behind(link: Link, model: type[AnyCase], permission: Permission, *options: Any) -> AnyCase:
    """:raises LinkSpent: if the link was made for no case
    :raises NotFound: if it was made for another kind of case
    """
    if link.case_id is None:
        raise LinkSpent(LinkPurpose(link.purpose))
    return get_visible(model, link.case_id, by_link(link.email, link.case_id), permission, *options)


def by_link(name: str, case_id: UUID) -> Actor:
    return Actor(name, grants=(Grant(Role.PARTNER),), case_id=case_id)

"""Every view says who may open it; one that says nothing is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.web.occasion import current_actor, current_user

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True)
class Access:
    """What a view asks of whoever opens it. `kind`: public, signed-in, permission or demonstration."""

    kind: str
    permissions: tuple[Permission, ...] = ()

    def __str__(self) -> str:
        return " or ".join(self.permissions) if self.permissions else self.kind


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return _declare(view, Access("public"))


def signed_in(view: View) -> View:
    """Anybody who has signed in; the view itself shows each person only what is theirs."""
    return _declare(view, Access("signed-in"))


def demonstration(view: View) -> View:
    """Anybody, but only while this is a demonstration; elsewhere there is no such page."""
    return _declare(view, Access("demonstration"))


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Whoever holds one of these permissions over something. The view then loads only what they may see."""
    return lambda view: _declare(view, Access("permission", permissions))


def access_of(app: Flask, endpoint: str) -> Access | None:
    view: Any = app.view_functions[endpoint]
    found: Access | None = getattr(view, "access", None)
    return found


def admit() -> ResponseReturnValue | None:
    """Run before every request: let in, send to sign in, or say there is no such page."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        raise NotFound("page", request.path)
    if access.kind == "public" or (access.kind == "demonstration" and current_app.config["DEMO"]):
        return None
    if access.kind == "demonstration":
        raise NotFound("page", request.path)
    if current_user() is None:
        return redirect(
            url_for("account.sign_in", next=request.full_path if request.method == "GET" else None)
        )
    if access.permissions and not any(current_actor().holds(each) for each in access.permissions):
        raise NotFound("page", request.path)
    return None


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view

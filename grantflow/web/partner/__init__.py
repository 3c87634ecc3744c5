"""What people outside do by a private link: a partner, those who did something first, an owner who decides."""

from flask import Blueprint

bp = Blueprint("partner", __name__)

from grantflow.web.partner import answer, owner, source  # noqa: E402, F401

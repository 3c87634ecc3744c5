"""Files, sent to those who may see the case they belong to."""

from flask import Blueprint

bp = Blueprint("documents", __name__)

from grantflow.web.documents import download  # noqa: E402, F401

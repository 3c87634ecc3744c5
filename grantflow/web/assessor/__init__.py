"""What assessors work on: declaring interests, reading and scoring."""

from flask import Blueprint

bp = Blueprint("assessor", __name__, url_prefix="/assessor")

from grantflow.web.assessor import amount, others, queue, scoring  # noqa: E402, F401

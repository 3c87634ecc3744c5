"""What assessors work on: declaring interests, reading and scoring."""

from flask import Blueprint

bp = Blueprint("assessor", __name__, url_prefix="/assessor")

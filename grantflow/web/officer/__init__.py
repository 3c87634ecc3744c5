"""What officers work on: rounds, cases, checks, decisions and their release."""

from flask import Blueprint

bp = Blueprint("officer", __name__, url_prefix="/officer")

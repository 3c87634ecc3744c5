"""Signing in and out: by an emailed link, or for staff with a password and a code."""

from flask import Blueprint

bp = Blueprint("account", __name__)

from grantflow.web.account import set_up, sign_in  # noqa: E402, F401

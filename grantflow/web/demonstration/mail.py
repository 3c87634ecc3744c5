"""The mail that was sent, newest first."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.notices.models import Email
from grantflow.web.access import demonstration
from grantflow.web.demonstration import bp

PAGE = 50


@bp.route("/mail")
@demonstration
def mail() -> ResponseReturnValue:
    query = select(Email).order_by(Email.created_at.desc(), Email.id.desc()).limit(PAGE)
    address = request.args.get("to", "").strip().lower()
    if address:
        query = query.where(Email.to_address == address)
    return render_template("pages/demonstration/mail.html", emails=db.session.scalars(query).all(), address=address)


@bp.route("/mail/<uuid:email_id>")
@demonstration
def one_email(email_id: UUID) -> ResponseReturnValue:
    email = db.session.get(Email, email_id)
    if email is None:
        raise NotFound("email", email_id)
    return render_template("pages/demonstration/email.html", email=email)

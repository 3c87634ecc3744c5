"""The mail that was sent, newest first."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select, tuple_

from grantflow.accounts.queries import tidy_email
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.notices.models import Email
from grantflow.web.access import demonstration
from grantflow.web.demonstration import bp

PAGE = 50


@bp.route("/mail")
@demonstration
def mail() -> ResponseReturnValue:
    address = tidy_email(request.args.get("to", ""))
    query = select(Email).order_by(Email.created_at.desc(), Email.id.desc()).limit(PAGE + 1)
    if address:
        query = query.where(Email.to_address == address)
    if before := request.args.get("before", type=UUID):
        last = _get_email(before)
        query = query.where(tuple_(Email.created_at, Email.id) < (last.created_at, last.id))
    emails = db.session.scalars(query).all()
    return render_template(
        "pages/demonstration/mail.html",
        emails=emails[:PAGE],
        address=address,
        older=emails[PAGE - 1].id if len(emails) > PAGE else None,
    )


@bp.route("/mail/<uuid:email_id>")
@demonstration
def one_email(email_id: UUID) -> ResponseReturnValue:
    return render_template("pages/demonstration/email.html", email=_get_email(email_id))


def _get_email(email_id: UUID) -> Email:
    email = db.session.get(Email, email_id)
    if email is None:
        raise NotFound("email", email_id)
    return email

"""Every refusal becomes a page with words written for it. The only place where an error meets HTTP."""

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from grantflow.errors import ActionUnavailable, AmountOutOfRange, Forbidden, LinkSpent, NotFound, Refused, Stale
from grantflow.web.phrases import phrase


def register(app: Flask) -> None:
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(404, not_found)
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(Stale, stale)
    app.register_error_handler(ActionUnavailable, unavailable)
    app.register_error_handler(Refused, unavailable)
    app.register_error_handler(AmountOutOfRange, amount_out_of_range)
    app.register_error_handler(LinkSpent, link_spent)
    app.register_error_handler(CSRFError, page_too_old)
    app.register_error_handler(413, too_large)
    app.register_error_handler(429, too_many)
    app.register_error_handler(HTTPException, other_http)
    app.register_error_handler(500, broken)


def not_found(_error: Exception) -> ResponseReturnValue:
    return render_template("errors/not-found.html"), 404


def forbidden(_error: Forbidden) -> ResponseReturnValue:
    return render_template("errors/forbidden.html"), 403


def stale(error: Stale) -> ResponseReturnValue:
    """What changed, and everything that was typed, so that nothing is lost."""
    typed = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in {"csrf_token", "revision", "submit"} and value.strip()
    ]
    return render_template("errors/stale.html", reasons=[phrase(each) for each in error.reasons], typed=typed), 409


def unavailable(error: Refused) -> ResponseReturnValue:
    return render_template("errors/unavailable.html", reasons=[phrase(each) for each in error.reasons]), 409


def amount_out_of_range(error: AmountOutOfRange) -> ResponseReturnValue:
    return render_template("errors/unavailable.html", reasons=[phrase("amount-out-of-range", most_pence=error.most_pence)]), 409


def link_spent(error: LinkSpent) -> ResponseReturnValue:
    return render_template("errors/link-spent.html", purpose=error.purpose, again=url_for("account.sign_in")), 410


def page_too_old(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/page-too-old.html"), 400


def too_large(_error: Exception) -> ResponseReturnValue:
    return render_template("errors/too-large.html"), 413


def too_many(_error: Exception) -> ResponseReturnValue:
    return render_template("errors/too-many.html"), 429


def other_http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    return render_template("errors/other.html", code=code), code


def broken(_error: Exception) -> ResponseReturnValue:
    return render_template("errors/broken.html"), 500

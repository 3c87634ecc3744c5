"""Every refusal becomes a page with words written for it. The only place where an error meets HTTP."""

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from grantflow.errors import (
    ActionUnavailable,
    AmountOutOfRange,
    Forbidden,
    LinkSpent,
    NotFound,
    Refused,
    Stale,
    TooLate,
    TooManyAttempts,
)
from grantflow.web.phrases import phrase


def register(app: Flask) -> None:
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(404, not_found)
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(Stale, stale)
    app.register_error_handler(TooLate, too_late)
    app.register_error_handler(ActionUnavailable, unavailable)
    app.register_error_handler(Refused, unavailable)
    app.register_error_handler(AmountOutOfRange, amount_out_of_range)
    app.register_error_handler(LinkSpent, link_spent)
    app.register_error_handler(CSRFError, page_too_old)
    app.register_error_handler(413, too_large)
    app.register_error_handler(TooManyAttempts, too_many)
    app.register_error_handler(HTTPException, other_http)
    app.register_error_handler(500, broken)


def not_found(_error: Exception) -> ResponseReturnValue:
    return render_template("errors/not-found.html"), 404


def forbidden(_error: Forbidden) -> ResponseReturnValue:
    return render_template("errors/forbidden.html"), 403


def stale(error: Stale) -> ResponseReturnValue:
    """What changed, and everything that was typed, so that nothing is lost."""
    reasons = [phrase(each) for each in error.reasons]
    return render_template("errors/stale.html", reasons=reasons, typed=_typed(), back=_back()), 409


def too_late(error: TooLate) -> ResponseReturnValue:
    """The time has passed. Everything that was typed is there to be used elsewhere."""
    reasons = [phrase(each) for each in error.reasons]
    return render_template("errors/too-late.html", reasons=reasons, typed=_typed()), 409


def unavailable(error: Refused) -> ResponseReturnValue:
    reasons = [phrase(each) for each in error.reasons]
    return render_template("errors/unavailable.html", reasons=reasons, back=_back()), 409


def amount_out_of_range(error: AmountOutOfRange) -> ResponseReturnValue:
    reasons = [phrase("amount-out-of-range", most_pence=error.most_pence)]
    return render_template("errors/unavailable.html", reasons=reasons, back=_back()), 409


def link_spent(error: LinkSpent) -> ResponseReturnValue:
    again = url_for("account.sign_in")
    return render_template("errors/link-spent.html", purpose=error.purpose, again=again), 410


def page_too_old(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/page-too-old.html"), 400


def too_large(_error: Exception) -> ResponseReturnValue:
    return render_template("errors/too-large.html"), 413


def too_many(error: TooManyAttempts) -> ResponseReturnValue:
    return render_template("errors/too-many.html", until=error.until), 429


def other_http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    return render_template("errors/other.html", code=code), code


def broken(_error: Exception) -> ResponseReturnValue:
    return render_template("errors/broken.html"), 500


def _back() -> str:
    """The page that was left to come here, if it was one of ours."""
    came_from = request.referrer or ""
    return came_from if came_from.startswith(request.host_url) else url_for("public.home")


def _typed() -> list[tuple[str, str]]:
    """What a person typed, by the name of its box; not what the page itself carried along."""
    return [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in CARRIED and not name.startswith("revision:") and value.strip()
    ]


CARRIED = frozenset({"csrf_token", "revision", "mark", "submit", "continue", "later"})

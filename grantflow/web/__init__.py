"""Pages, grouped by who reads them."""

from flask import Flask

from grantflow.web import (
    access,
    account,
    adapting,
    admin,
    applicant,
    assessor,
    demonstration,
    documents,
    errors,
    evaluator,
    headers,
    interests,
    officer,
    partner,
    public,
    typed,
    words,
)
from grantflow.web.navigation import navigation


def register(app: Flask) -> None:
    """Join every page to an app. Nothing is served that does not say who may open it."""
    typed.register(app)
    app.before_request(access.admit)
    headers.register(app)
    errors.register(app)
    words.register(app)
    app.jinja_env.globals["navigation"] = navigation
    everybody = (
        public,
        account,
        admin,
        applicant,
        officer,
        assessor,
        evaluator,
        partner,
        adapting,
        documents,
        interests,
        demonstration,
    )
    for audience in everybody:
        app.register_blueprint(audience.bp)

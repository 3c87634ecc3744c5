"""Put an app together from its settings, its content and its pages."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from sqlalchemy import inspect
from werkzeug.middleware.proxy_fix import ProxyFix

from grantflow import catalogue, web
from grantflow.casework.pinned import altered
from grantflow.casework.running import Running
from grantflow.content import content_root
from grantflow.core.clock import Clock
from grantflow.db import db, prepare_engine
from grantflow.documents.store import connect_store
from grantflow.engine.check import problems
from grantflow.engine.library import Library
from grantflow.errors import ContentError
from grantflow.extensions import csrf
from grantflow.jobs.queue import connect_client
from grantflow.jobs.worker import make_tables
from grantflow.settings import Settings, load_settings

LARGEST_REQUEST = 60 * 1024 * 1024


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """An app ready to serve, to work or to be asked.

    :param overrides: settings that take the place of those in `config.py`, for tests and the demonstration
    :raises SettingsError: if a setting is wrong
    :raises ContentError: if a workflow, form or tiers file is wrong, or no longer what a round opened on
    """
    settings = load_settings(overrides)
    library = _sound_library(content_root())
    app = Flask("grantflow", static_folder="static", template_folder=None)
    _configure(app, settings)
    _join_database(app)
    app.extensions["settings"] = settings
    app.extensions["clock"] = Clock(settings.CLOCK_FILE)
    app.extensions["files"] = connect_store(settings.FILES_URL)
    app.extensions["grantflow"] = Running(library, catalogue.GUARDS, catalogue.EFFECTS, catalogue.CASE_TYPES)
    _refuse_altered(app, library)
    _join_templates(app, settings)
    web.register(app)
    if settings.TRUSTED_PROXIES:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.TRUSTED_PROXIES, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.DATABASE_URL,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": settings.DATABASE_URL.startswith("postgresql")},
        DEMO=settings.DEMO,
        SESSION_COOKIE_NAME="grantflow",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.SECURE_COOKIES,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=5 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=86_400,
    )


def _join_database(app: Flask) -> None:
    db.init_app(app)
    csrf.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        app.extensions["jobs"] = connect_client(db.engine)


def _sound_library(root: Path) -> Library:
    library = Library.load(root)
    if found := problems(library, catalogue.known_names(root / "templates")):
        raise ContentError(found)
    return library


def _refuse_altered(app: Flask, library: Library) -> None:
    """A version that a round has opened on is frozen. A database that is not there yet has no rounds."""
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    if file.startswith("/") and not Path(file).exists():
        return
    with app.app_context():
        known = inspect(db.engine).has_table("pinned_definitions")
        found = list(altered(library)) if known else []
        db.session.remove()
        db.engine.dispose()
    if found:
        raise ContentError(found)


def _join_templates(app: Flask, settings: Settings) -> None:
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(content_root() / "templates"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    app.jinja_env.globals.update(settings=settings)
    WTFormsHelpers(app)


def migrate_database(app: Flask) -> None:
    """Our tables first, then the queue's. What migrates takes 12 MB, which a process that serves does without."""
    from flask_migrate import Migrate, upgrade

    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(Path(__file__).parent / "migrations"))
    if (file := app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")).startswith("/"):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        upgrade()
    make_tables(app)

"""The command line: serve, work, check, and look after the database."""

import os
import sys
from pathlib import Path

import click
from flask import Flask
from flask_migrate import upgrade

from grantflow.app import create_app
from grantflow.catalogue import JOBS, TICKS
from grantflow.errors import ContentError, SettingsError
from grantflow.jobs import worker as job_worker


@click.group()
def cli() -> None:
    """GrantFlow: grant rounds that small charities thank their funder for."""


@cli.command()
def migrate() -> None:
    """Bring the database, and the job queue's tables in it, up to date."""
    app = create_app()
    migrate_database(app)
    click.echo("The database is up to date.")


@cli.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port.")
@click.option("--processes", default=2, show_default=True, help="Web processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each.")
def serve(bind: str, processes: int, threads: int) -> None:
    """Serve the pages."""
    create_app()
    arguments = ["gunicorn", "grantflow.wsgi:app", "--bind", bind, "--workers", str(processes),
                 "--threads", str(threads), "--timeout", "60", "--log-level", "warning"]  # fmt: skip
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606 - our own interpreter and arguments


@cli.command()
@click.option("--name", help="This worker's own name; it must be the same after a restart.")
def worker(name: str | None) -> None:
    """Do the jobs: letters, emails, timers, the nightly seal."""
    app = create_app()
    settings = app.extensions["settings"]
    job_worker.run_worker(app, JOBS, TICKS, name=name or settings.WORKER_NAME, threads=settings.WORKER_THREADS)


def migrate_database(app: Flask) -> None:
    """Our tables first, then the queue's."""
    if (file := app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")).startswith("/"):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        upgrade()
    job_worker.make_tables(app)


def main() -> None:
    """Entry point: content and settings that are wrong stop here, in words and without a traceback."""
    try:
        cli()
    except (ContentError, SettingsError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)

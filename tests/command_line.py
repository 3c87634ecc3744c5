"""Run a command as from a terminal, on the test's own database."""

from click.testing import CliRunner, Result
from flask import Flask

from grantflow.cli import cli
from grantflow.db import db


def grantflow(app: Flask, *arguments: str) -> Result:
    environment = {"DEMO": "1", "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"]}
    db.session.rollback()
    return CliRunner(env=environment).invoke(cli, arguments)

"""The command line: serve, work, check, and look after the database."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask

from grantflow.accounts.queries import find_user_by_email
from grantflow.accounts.staff import add_member_of_staff, give_role, make_set_up_link
from grantflow.app import create_app, migrate_database
from grantflow.audit.queries import count_entries
from grantflow.casework.running import now
from grantflow.casework.verify import everything_wrong
from grantflow.catalogue import GIVE_UPS, JOBS, TICKS
from grantflow.charities.jobs import read_register
from grantflow.checks.jobs import promise_to_look_again
from grantflow.content import content_root
from grantflow.core.display import counted, day
from grantflow.db import db, unit_of_work
from grantflow.engine import diagram as pictures
from grantflow.engine.library import Library
from grantflow.errors import ContentError, GrantFlowError, NotFound, Refused, SettingsError
from grantflow.jobs import worker as job_worker
from grantflow.permissions import SYSTEM, Occasion, Role
from grantflow.web.phrases import phrase
from grantflow.web.soundness import everything_unsound

# Rows of the register's extract that are refused, shown one by one.
MOST_SHOWN = 20


@click.group()
def cli() -> None:
    """GrantFlow: grant rounds that small charities thank their funder for."""


@cli.command()
def migrate() -> None:
    """Bring the database, and the job queue's tables in it, up to date."""
    with _an_app() as app:
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
    os.execv(sys.executable, [sys.executable, "-m", *arguments])


@cli.command()
@click.option("--name", help="This worker's own name; it must be the same after a restart.")
def worker(name: str | None) -> None:
    """Do the jobs: letters, emails, timers, the nightly seal."""
    app = create_app()
    settings = app.extensions["settings"]
    job_worker.run_worker(
        app, JOBS, TICKS, name=name or settings.WORKER_NAME, threads=settings.WORKER_THREADS,
        first_wait=settings.WORKER_RETRY_SECONDS, give_ups=GIVE_UPS,
    )  # fmt: skip


@cli.command()
def check() -> None:
    """Check every workflow, form, tiers file and template, without a database."""
    problems = everything_unsound(content_root())
    if problems:
        raise ContentError(problems)
    click.echo("Workflows, forms, tiers and templates are sound.")


@cli.command()
@click.argument("key")
@click.option("--svg", is_flag=True, help="Draw it as SVG instead of Mermaid.")
def diagram(key: str, svg: bool) -> None:
    """Draw the newest workflow of this KEY as Mermaid, for a pull request or a terminal."""
    library = Library.load(content_root())
    try:
        workflow = library.workflow(key)
    except NotFound as error:
        known = ", ".join(sorted({name for name, _ in library.workflows}))
        raise click.UsageError(f"No workflow is called {key}. There are: {known}") from error
    click.echo(pictures.svg(workflow) if svg else pictures.mermaid(workflow), nl=False)


@cli.command()
@click.option("--fresh", is_flag=True, help="Start over: forget what visitors have done.")
def demo(fresh: bool) -> None:
    """Show GrantFlow with three rounds in it, where anybody may be anybody."""
    from grantflow.demo.start import start  # what only the demonstration needs is loaded only here

    start(Path("var/demo"), fresh=fresh)


@cli.command()
@click.option(
    "--applications", default=20, show_default=True, type=click.IntRange(4, 100), help="How many apply."
)
@click.option("--out", type=click.Path(path_type=Path), help="A folder for every letter and summary.")
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), help="A file for the table, for machines."
)
@click.option("--database-url", default="", help="An empty PostgreSQL database; else SQLite, thrown away.")
@click.option("--workers", default=1, show_default=True, help="Worker processes.")
def walk(
    applications: int, out: Path | None, json_file: Path | None, database_url: str, workers: int
) -> None:
    """Play a whole round through the real pages, checking what each step leaves behind."""
    from grantflow.walk.play import play
    from grantflow.walk.table import Wrong

    try:
        play(
            applications=applications, out=out, json_file=json_file, database_url=database_url, workers=workers
        )  # fmt: skip
    except Wrong as wrong:
        _stop(f"WRONG. {wrong}")


@cli.group()
def audit() -> None:
    """The record of what happened."""


@audit.command()
def verify() -> None:
    """Recompute every chain and seal, and hold each case against its own. Ends with 1 if something is wrong."""
    with _an_app():
        entries, faults = count_entries(), 0
        for fault in everything_wrong():
            click.echo(f"{fault.where}: {fault.what}.", err=True)
            faults += 1
    if faults:
        click.echo(f"{faults} found wrong in {entries:,} entries.", err=True)
        sys.exit(1)
    click.echo(f"{entries:,} entries, and every seal and case agrees with them.")


@cli.command()
@click.argument("email")
@click.argument("name")
def add_admin(email: str, name: str) -> None:
    """Make NAME an administrator everywhere, and print a link to set up the account."""
    with _an_app() as app, unit_of_work():
        occasion = Occasion(SYSTEM, now())
        user = find_user_by_email(email)
        if user is None or not user.roles:
            user = add_member_of_staff(email, name, Role.ADMIN, None, occasion)
        elif not any(grant.role == Role.ADMIN and grant.region_code is None for grant in user.roles):
            give_role(user, Role.ADMIN, None, occasion)
        token = make_set_up_link(user, occasion.at)
    click.echo("Open this within three days to choose a password. It works once.")
    click.echo(f"{app.extensions['settings'].BASE_URL}/staff/set-up/{token}")


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def import_register(paths: tuple[Path, ...]) -> None:
    """Read the register of charities from its public extract: PATHS are folders, zips or the files themselves.

    Needs publicextract.charity; reads publicextract.charity_annual_return_history and publicextract.charity_trustee
    where they are there. Run it again as often as you like.
    """
    with _an_app():
        reading = read_register(paths, now(), and_then=promise_to_look_again)
    for each in reading.refused[:MOST_SHOWN]:
        click.echo(f"{each.file}, {each.at}: {phrase(each.reason)}", err=True)
    if (more := len(reading.refused) - MOST_SHOWN) > 0:
        click.echo(f"… and {counted(more, 'row')} more.", err=True)
    tally = reading.tally
    click.echo(f"The register as the Charity Commission had it on {day(reading.made_on)}.")
    click.echo(f"{counted(tally.read, 'charity', 'charities')} read: {tally.added:,} added, {tally.changed:,} changed, "
               f"{tally.gone:,} gone. {counted(len(reading.refused), 'row')} refused.")  # fmt: skip


@contextmanager
def _an_app() -> Iterator[Flask]:
    """An app to ask something of, which leaves no connection open behind it."""
    app = create_app()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def main() -> None:
    """Entry point: what is refused is said in words and without a traceback."""
    try:
        cli()
    except Refused as refusal:
        _stop("\n".join(phrase(reason) for reason in refusal.reasons))
    except (ContentError, SettingsError) as error:
        _stop(str(error))
    except GrantFlowError as error:
        _stop(f"{type(error).__name__}: {error}")


def _stop(words: str) -> None:
    click.echo(words, err=True)
    sys.exit(1)

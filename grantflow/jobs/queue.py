"""The queue: its name, and the client through which the web reaches it."""

from dbos import DBOSClient, DBOSPortableJSONSerializer
from flask import current_app
from sqlalchemy import Engine

QUEUE = "grantflow"
APPLICATION = "grantflow"
# One version for every release, so that a new release picks up the jobs an old one left.
APPLICATION_VERSION = "1"
# Plain JSON rather than pickles: what is read back from the database can only be words.
SERIALIZER = DBOSPortableJSONSerializer()


def client() -> DBOSClient:
    found: DBOSClient = current_app.extensions["jobs"]
    return found


def connect_client(engine: Engine) -> DBOSClient:
    """A client that shares the application's own database, so that a job and its cause are one transaction."""
    return DBOSClient(
        system_database_engine=engine, application_name=APPLICATION, serializer=SERIALIZER, lazy=True
    )

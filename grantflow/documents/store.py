"""Where bytes lie: a folder or an object store, addressed by content, so that writing twice is writing once."""

import hashlib
from pathlib import Path

import obstore
from flask import current_app
from obstore.store import LocalStore, ObjectStore, from_url

from grantflow.errors import NotFound


def connect_store(url: str) -> ObjectStore:
    """A folder, relative to where the app runs, or any address the store library knows (`s3://bucket/path`)."""
    if "://" in url:
        return from_url(url)
    folder = Path(url).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return LocalStore(prefix=folder)


def put(body: bytes) -> str:
    """Keep these bytes and return their SHA-256, by which they are found."""
    sha256 = hashlib.sha256(body).hexdigest()
    obstore.put(_store(), _path(sha256), body)
    return sha256


def get(sha256: str) -> bytes:
    """The bytes, checked against their name.

    :raises NotFound: if they are gone, or are no longer what was stored
    """
    try:
        body = bytes(obstore.get(_store(), _path(sha256)).bytes())
    except FileNotFoundError as error:
        raise NotFound("stored file", sha256) from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise NotFound("unchanged stored file", sha256)
    return body


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _store() -> ObjectStore:
    found: ObjectStore = current_app.extensions["files"]
    return found

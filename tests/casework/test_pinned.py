"""A round keeps the definitions it opened with, and a file that no longer matches stops the start-up."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.app import create_app
from grantflow.casework.models import PinnedDefinition
from grantflow.casework.pinned import altered, list_pinned, newest, pin, pinned_version
from grantflow.casework.running import running, workflow
from grantflow.content import VARIABLE, content_root
from grantflow.db import db
from grantflow.engine.library import Library
from grantflow.errors import ContentError, NotFound
from tests.factories import a_round


def test_what_a_round_opened_on_is_kept_word_for_word(app: Flask) -> None:
    round = a_round(stage="draft")
    definitions = newest(running().library)

    pin(round.id, definitions)

    kept = {(each.kind, each.key): (each.version, each.sha256, each.body) for each in list_pinned(round.id)}
    assert kept == {(each.kind, each.key): (each.version, each.sha256, each.body) for each in definitions}
    assert pinned_version(round.id, "workflow", "application") == 1
    assert list(altered(running().library)) == []


def test_two_rounds_share_what_is_the_same(app: Flask) -> None:
    definitions = newest(running().library)

    pin(a_round(stage="draft").id, definitions)
    pin(a_round(stage="draft").id, definitions)

    assert len(db.session.scalars(select(PinnedDefinition)).all()) == len(definitions)


def test_a_version_that_is_shipped_no_longer_is_read_from_what_was_kept(app: Flask) -> None:
    before = running()
    shipped = before.library.workflow("letter")
    body = next(each.body for each in before.library.definitions() if each.key == "letter")
    old = PinnedDefinition(kind="workflow", key="letter", version=98, body=body, sha256="")
    db.session.add(old)
    db.session.flush()

    assert workflow("letter", 98).stages == shipped.stages
    with pytest.raises(NotFound):
        workflow("letter", 99)


def test_a_file_changed_after_a_round_opened_on_it_stops_the_start_up(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    round = a_round(stage="draft")
    pin(round.id, newest(running().library))
    db.session.commit()
    content = copy_of_content(tmp_path)
    file = content / "workflows" / "letter" / "1.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# a late thought\n", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(content))

    with pytest.raises(ContentError) as refusal:
        create_app({"DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "DEMO": True})

    assert [problem.file for problem in refusal.value.problems] == ["workflows/letter/1.toml"]
    assert "2.toml" in str(refusal.value)


def test_a_new_version_beside_the_old_one_is_welcome(app: Flask, tmp_path: Path) -> None:
    round = a_round(stage="draft")
    pin(round.id, newest(running().library))
    content = copy_of_content(tmp_path)
    shutil.copy(content / "workflows" / "letter" / "1.toml", content / "workflows" / "letter" / "2.toml")
    library = Library.load(content)

    assert list(altered(library)) == []
    assert library.workflow("letter").version == 2
    assert pinned_version(round.id, "workflow", "letter") == 1
    assert replace(running(), library=library).library.has("workflow", "letter", 1)


def copy_of_content(folder: Path) -> Path:
    content = folder / "content"
    for name in ("workflows", "forms", "templates"):
        shutil.copytree(content_root() / name, content / name)
    shutil.copy(content_root() / "config.py", content / "config.py")
    return content

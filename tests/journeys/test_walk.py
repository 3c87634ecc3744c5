"""A whole round, played by a command of its own over HTTP, as `grantflow walk` does for anybody."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.conftest import Database

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.journey


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it, of the kind under test; "" lets the walk make its own file."""
    if request.config.getoption("--database") == "sqlite":
        yield ""
        return
    database = Database("postgresql", tmp_path)
    database.name = f"grantflow_walk_{uuid4().hex[:8]}"
    database.url = database.server.set(database=database.name).render_as_string(hide_password=False)
    database.create()
    yield database.url
    database.remove()


def test_a_small_round_is_played_to_its_end(empty_database: str, tmp_path: Path) -> None:
    walked = subprocess.run(
        [
            sys.executable, "-m", "grantflow", "walk", "--applications", "4", "--database-url", empty_database,
            "--out", str(tmp_path / "out"), "--json", str(tmp_path / "walk.json"),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert walked.returncode == 0, walked.stdout + walked.stderr
    told = json.loads((tmp_path / "walk.json").read_text(encoding="utf-8"))
    total = told["rows"][-1]
    assert {"page", "email", "pdf", "paper", "entry", "amount"} <= total["checks"].keys()
    kept = {path.name.split()[1] for path in (tmp_path / "out").glob("*.pdf")}
    assert kept == {
        "acknowledgement", "offer", "unsuccessful", "payment-notice", "award-summary", "round-summary"
    }  # fmt: skip
    assert len(list((tmp_path / "out").glob("*.pdf"))) == total["checks"]["pdf"]

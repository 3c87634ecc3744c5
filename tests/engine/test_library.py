"""Every version of every file, read once; and all that is wrong, said at once."""

from hashlib import sha256
from pathlib import Path

import pytest

from grantflow.content import VARIABLE, content_root
from grantflow.engine.library import Library
from grantflow.errors import ContentError, NotFound
from tests.engine.workflows import KETTLE


def a_content_root(root: Path, **files: str) -> Path:
    """A folder of content. A file's name is its path, with a double underscore for each slash."""
    for name, body in files.items():
        path = root / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body.encode())
    return root


def test_the_newest_version_is_found_unless_another_is_asked_for(tmp_path: Path) -> None:
    files = {f"workflows__kettle__{version}": KETTLE for version in (1, 2, 10)}
    library = Library.load(a_content_root(tmp_path, **files))

    assert library.workflow("kettle").version == 10
    assert library.workflow("kettle", 2).version == 2
    assert library.has("workflow", "kettle", 2)
    assert not library.has("workflow", "kettle", 3)


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    library = Library.load(a_content_root(tmp_path, workflows__kettle__1=KETTLE))

    for find in (
        lambda: library.workflow("kettel"),
        lambda: library.workflow("kettle", 2),
        lambda: library.form("application-micro"),
        library.tiers,
    ):
        with pytest.raises(NotFound):
            find()


def test_a_definition_is_the_file_to_the_last_byte(tmp_path: Path) -> None:
    body = KETTLE.replace("\n", "\r\n").replace("Tip it out", "Tip it out – gently")
    [definition] = Library.load(a_content_root(tmp_path, workflows__kettle__1=body)).definitions()

    assert definition.body == body
    assert definition.sha256 == sha256((tmp_path / "workflows/kettle/1.toml").read_bytes()).hexdigest()
    assert (definition.kind, definition.key, definition.version) == ("workflow", "kettle", 1)


def test_the_problems_of_all_files_are_reported_together(tmp_path: Path) -> None:
    root = a_content_root(
        tmp_path,
        workflows__kettle__1=KETTLE.replace('start = "empty"', 'start = "emty"'),
        workflows__teapot__1="title =",
        workflows__teapot__final=KETTLE,
    )
    (root / "workflows/teapot/2.toml").write_bytes(b'title = "Th\xe9"')

    with pytest.raises(ContentError) as refusal:
        Library.load(root)

    assert [problem.file for problem in refusal.value.problems] == [
        "workflows/kettle/1.toml",
        "workflows/teapot/1.toml",
        "workflows/teapot/2.toml",
        "workflows/teapot/final.toml",
    ]


def test_content_is_where_the_environment_says(tmp_path: Path) -> None:
    a_content_root(tmp_path, workflows__kettle__1=KETTLE)

    assert content_root({VARIABLE: str(tmp_path)}) == tmp_path.resolve()


def test_an_installed_copy_comes_before_a_checkout(tmp_path: Path) -> None:
    package = tmp_path / "grantflow"
    a_content_root(tmp_path, workflows__kettle__1=KETTLE)
    a_content_root(package / "content", workflows__kettle__1=KETTLE)

    assert content_root({}, package) == (package / "content").resolve()


def test_a_checkout_is_found_from_any_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = content_root({})
    a_content_root(tmp_path, workflows__kettle__1=KETTLE)
    monkeypatch.chdir(tmp_path)

    assert content_root({}) == expected
    assert content_root({}) != tmp_path


def test_a_folder_without_content_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=VARIABLE):
        content_root({VARIABLE: str(tmp_path)})
    with pytest.raises(ContentError, match="no content was installed"):
        content_root({}, tmp_path / "site-packages" / "grantflow")

"""What ships is sound by the names this program knows, and what is not stops the start-up with words."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grantflow.app import create_app
from grantflow.cli import cli, main
from grantflow.content import VARIABLE, content_root
from grantflow.errors import ContentError
from grantflow.web.soundness import broken_templates, everything_unsound


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what ships, for this program to run on."""
    for name in ("workflows", "forms", "templates"):
        shutil.copytree(content_root() / name, tmp_path / name)
    shutil.copy(content_root() / "config.py", tmp_path / "config.py")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_what_ships_is_sound() -> None:
    assert [str(problem) for problem in everything_unsound(content_root())] == []


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        (
            "workflows/application/1.toml", '"checks-are-settled"', '"checks-are-setled"',
            "workflows/application/1.toml, action[pass-checks].guards: no guard is called 'checks-are-setled'. "
            "Did you mean 'checks-are-settled'?",
        ),
        (
            "workflows/application/1.toml", 'relative_to = "closes_at"', 'relative_to = "closed_at"',
            "nothing here has a date called 'closed_at'. Did you mean 'closes_at'?",
        ),
        (
            "workflows/letter/1.toml", 'permission = "letter:make"', 'permission = "letter:mke"',
            "no role holds 'letter:mke', so nobody can take this action. Did you mean 'letter:make'?",
        ),
        (
            "workflows/payment/1.toml", 'notify = ["payment-notice"]', 'notify = ["payment-note"]',
            "no notice is called 'payment-note'. Did you mean 'payment-notice'?",
        ),
        ("workflows/award/1.toml", "title =", "titel =", "workflows/award/1.toml"),
        ("workflows/award/1.toml", "title =", "title", "workflows/award/1.toml, line "),
    ],
)  # fmt: skip
def test_a_slip_in_a_workflow_stops_the_start_up_and_says_how_to_mend_it(
    content: Path, file: str, before: str, after: str, words: str
) -> None:
    change(content / file, before, after)

    with pytest.raises(ContentError) as refusal:
        create_app({"DEMO": True, "DATABASE_URL": "sqlite://"})
    assert words in str(refusal.value)


def test_a_template_that_cannot_be_read_is_found_with_its_line(content: Path) -> None:
    people = content / "templates" / "pages" / "admin" / "people.html"
    subject = content / "templates" / "emails" / "acknowledgement" / "subject.txt"
    people.write_text("{# one #}\n{{ people | frist }}", encoding="utf-8")
    subject.write_text("{{ name | mony }}", encoding="utf-8")

    said = [str(problem) for problem in broken_templates(content / "templates")]

    assert said == [
        "templates/emails/acknowledgement/subject.txt, line 1: No filter named 'mony'. Did you mean 'money'?",
        "templates/pages/admin/people.html, line 2: No filter named 'frist'. Did you mean 'first'?",
    ]


def test_the_command_ends_with_one_and_no_traceback_when_something_is_wrong(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change(content / "workflows" / "letter" / "1.toml", 'to = "made"', 'to = "maid"')
    monkeypatch.setattr("sys.argv", ["grantflow", "check"])

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == 1
    assert "workflows/letter/1.toml" in capsys.readouterr().err


def test_a_diagram_is_printed_by_key_and_an_unknown_key_lists_those_there_are() -> None:
    drawn = CliRunner().invoke(cli, ["diagram", "letter"])
    unknown = CliRunner().invoke(cli, ["diagram", "lettre"])

    assert drawn.output.startswith("stateDiagram-v2\n")
    assert unknown.exit_code == 2
    assert "application, assessment, award" in unknown.output

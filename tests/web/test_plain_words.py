"""Our own words are measured where they stand."""

from pathlib import Path

from grantflow.content import content_root
from grantflow.engine.library import Library
from grantflow.web.plain_words import hard_to_read, words_of_template
from tests.core.test_reading_age import OFFICIAL


def test_what_a_template_says_by_itself_is_read() -> None:
    source = (
        "{# no #}<h1>Your grant</h1><p>We pay {{ amount | money }} on Friday.</p>"
        "{% if x %}<svg>no</svg>{% endif %}"
    )

    assert words_of_template(source).split() == ["Your", "grant", "We", "pay", "it", "on", "Friday."]


def test_a_page_in_official_words_is_named_with_its_age(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "official.html").write_text(f"<p>{OFFICIAL}</p>" * 4)

    (problem,) = hard_to_read(Library.load(content_root()), tmp_path)

    assert problem.file == "templates/pages/official.html"
    assert "we write for 11" in problem.problem

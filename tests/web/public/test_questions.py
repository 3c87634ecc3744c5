"""Page, PDF and Word ask the same, in the order of the form file."""

import re
from io import BytesIO

import pytest
from docx import Document
from flask.testing import FlaskClient

from grantflow.casework.running import form
from grantflow.core.display import minutes
from grantflow.db import db
from grantflow.engine.form import Kind
from grantflow.funds.models import Round
from tests.factories import a_round, an_officer
from tests.notices.reading import faults_of, squeezed, text_of
from tests.web.browser import words_of

TIERS = ["micro", "small", "standard", "large"]


def a_round_of_every_size() -> Round:
    officer = an_officer(name="Bethan Hughes")
    officer.phone = "01632 960 118"
    db.session.commit()
    return a_round(tier_keys=TIERS, max_pence=25_000_000, officer=officer)


def words_in(docx: bytes) -> list[str]:
    """Every paragraph, and every cell of a table, that has words."""
    body = Document(BytesIO(docx)).element.body
    paragraphs = ("".join(run.text or "" for run in each.iter(T)) for each in body.iter(P))
    return [words for words in paragraphs if words]


NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T, P = f"{NAMESPACE}t", f"{NAMESPACE}p"


def headings_of(docx: bytes, level: int) -> list[str]:
    return [
        each.text
        for each in Document(BytesIO(docx)).paragraphs
        if each.style is not None and each.style.name == f"Heading {level}"
    ]


def in_this_order(needles: list[str], text: str) -> bool:
    """Each of these words stands in the text, after the ones before."""
    place = 0
    for needle in needles:
        found = text.find(needle, place)
        if found < 0:
            return False
        place = found + len(needle)
    return True


@pytest.mark.parametrize("tier", TIERS)
def test_page_pdf_and_word_hold_the_questions_of_the_form_file_in_its_order(
    client: FlaskClient, tier: str
) -> None:
    round = a_round_of_every_size()
    asked = form(f"application-{tier}")
    keys = [question.key for question in asked.questions()]
    labels = [str(question.label) for question in asked.questions()]
    told = [str(words) for each in asked.questions() for words in (each.label, each.hint) if words]

    page = client.get(f"/rounds/{round.slug}").get_data(as_text=True)
    pdf = client.get(f"/rounds/{round.slug}/questions/{tier}.pdf").data
    word = client.get(f"/rounds/{round.slug}/questions/{tier}.docx").data

    here = page[page.index(f'id="size-{tier}"') :].partition("</section>")[0]
    assert re.findall(r'data-question="([^"]+)"', here) == keys
    assert headings_of(word, 3) == labels
    assert headings_of(word, 2) == [str(section.title) for section in asked.sections]
    assert in_this_order(told, "\n".join(words_in(word)))
    assert in_this_order([squeezed(words) for words in told], squeezed(text_of(pdf)))


def test_paper_and_word_say_limits_what_may_be_left_out_and_when_a_question_is_asked(
    client: FlaskClient,
) -> None:
    address = f"/rounds/{a_round_of_every_size().slug}/questions/standard"
    pdf, word = client.get(f"{address}.pdf").data, client.get(f"{address}.docx").data
    both = (squeezed(text_of(pdf)), squeezed(" ".join(words_in(word))))

    for question in form("application-standard").questions():
        if question.max_words:
            assert all(f"Upto{question.max_words}words." in text for text in both)
        for column in question.columns:
            assert all(squeezed(str(column.label)) in text for text in both)
        if question.type is Kind.MANY_OF:
            assert all(squeezed(str(each.label)) in text for text in both for each in question.choices)
    said = "Only if you answered yes to “Will any other organisations have a part in this work?”"
    assert all(squeezed(said) in text for text in both)
    # The areas are the round's own.
    assert all("Cumbria" in text and "Lancashire" not in text for text in both)


def test_paper_and_word_say_how_long_it_takes_until_when_and_whom_to_ring(client: FlaskClient) -> None:
    round = a_round_of_every_size()
    address = f"/rounds/{round.slug}/questions/small"
    pdf = text_of(client.get(f"{address}.pdf").data)
    word = " ".join(words_in(client.get(f"{address}.docx").data))

    for text in (pdf, word):
        assert "£5,001 to £25,000" in text
        assert f"About {minutes(form('application-small').minutes)}" in text
        assert "midday on Monday 28 December 2026" in text
        assert "Bethan Hughes, 01632 960 118" in text


def test_the_pdf_can_be_heard_and_names_itself(client: FlaskClient) -> None:
    pdf = client.get(f"/rounds/{a_round_of_every_size().slug}/questions/micro.pdf")

    assert faults_of(pdf.data) == []
    assert pdf.headers["Content-Disposition"].startswith("inline; filename=questions-north-west-")


def test_the_word_file_is_british_has_a_title_and_repeats_the_heads_of_its_tables(
    client: FlaskClient,
) -> None:
    round = a_round_of_every_size()
    word = client.get(f"/rounds/{round.slug}/questions/standard.docx")
    document = Document(BytesIO(word.data))

    assert headings_of(word.data, 1) == [round.title]
    assert document.core_properties.title == f"{round.title}: every question for £25,001 to £75,000"
    assert document.core_properties.author == "Probation Innovation Fund"
    assert 'w:lang w:val="en-GB"' in document.styles.element.xml
    assert document.tables
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    assert word.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_browser_that_has_the_file_need_not_fetch_it_again(client: FlaskClient, ending: str) -> None:
    address = f"/rounds/{a_round_of_every_size().slug}/questions/micro.{ending}"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_there_is_no_file_for_a_size_that_the_round_does_not_give_or_a_round_that_is_being_set_up(
    client: FlaskClient, ending: str
) -> None:
    opened = a_round(tier_keys=["micro"], max_pence=500_000)

    assert client.get(f"/rounds/{opened.slug}/questions/small.{ending}").status_code == 404
    assert client.get(f"/rounds/{opened.slug}/questions/huge.{ending}").status_code == 404
    draft = a_round(stage="draft")
    assert client.get(f"/rounds/{draft.slug}/questions/micro.{ending}").status_code == 404


def test_each_size_on_the_page_leads_to_its_files(client: FlaskClient) -> None:
    address = f"/rounds/{a_round_of_every_size().slug}"
    page = client.get(address)

    assert words_of(page).count("To read on paper or write in:") == len(TIERS)
    for tier in TIERS:
        for ending in ("pdf", "docx"):
            assert f'href="{address}/questions/{tier}.{ending}"' in page.get_data(as_text=True)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_title_pasted_with_what_cannot_be_seen_spoils_no_file(client: FlaskClient, ending: str) -> None:
    round = a_round(title="Small\x0bsteps \ufffe\x08in Cumbria", officer=an_officer(name="Beth\x1ban Hughes"))

    file = client.get(f"/rounds/{round.slug}/questions/micro.{ending}")

    said = text_of(file.data) if ending == "pdf" else " ".join(words_in(file.data))
    assert "Small steps in Cumbria" in said
    assert "Bethan Hughes" in said

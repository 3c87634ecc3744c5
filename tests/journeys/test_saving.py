"""Nothing typed is lost: saved while somebody types, through a lost connection, and beside another person's answer."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import FilePayload, Page, expect

from grantflow.applications.models import Application
from grantflow.casework.queries import answers_of, list_rivals
from grantflow.db import db
from grantflow.engine.words import clean_text, count_words
from tests.applications.filled import MICRO
from tests.factories import a_member, a_round, an_application, an_officer, an_organisation
from tests.journeys.site import Site, look_again

pytestmark = pytest.mark.journey

WHAT = "What will you do?"
WORDS = (
    "", "   ", "one", "well-known", "https://example.org/a-b?c=d", "don’t don\'t", "– — • *", "🙂 🙂🙂 👩‍👩‍👧",
    "Llanfairpwll gŵyl ’r i\'r", "a\u200bb c\u00add", "e\u0301te\u0301", "1,000 3.5", "مرحبا بالعالم",
    "one\u00a0two\u2003three", "a\r\nb\rc\x85d", "£5 = %", "-5 +5",
)  # fmt: skip


def a_draft(site: Site) -> tuple[Application, Page, Page]:
    """A draft with two people at it."""
    house = an_organisation()
    draft = an_application(round=a_round(officer=an_officer()), organisation=house, answers=MICRO)
    pages = [site.signed_in(a_member(house, name=name), phone=True) for name in ("Ada", "Dai")]
    db.session.commit()
    for page in pages:
        page.goto(f"/applicant/applications/{draft.id}/sections/your-work")
    return draft, pages[0], pages[1]


def a_file(name: str, body: bytes = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n") -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": body}


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-autosave-said]")).to_contain_text(words)


def answer(draft: Application, key: str = "what-you-will-do") -> object:
    look_again()
    return answers_of(draft.id)[key]


def test_what_is_typed_is_saved_without_pressing_anything(site: Site) -> None:
    draft, page, _ = a_draft(site)

    page.get_by_label(WHAT).fill("We cook, and then we eat.")
    said(page, "Saved ")

    assert answer(draft) == "We cook, and then we eat."


def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(site: Site) -> None:
    draft, page, _ = a_draft(site)
    page.context.set_offline(True)
    page.get_by_label(WHAT).fill("Typed on a train.")
    said(page, "no connection")
    assert answer(draft) == MICRO["what-you-will-do"]

    page.context.set_offline(False)
    said(page, "Saved ")

    assert answer(draft) == "Typed on a train."
    site.faults.clear()


def test_two_people_at_the_same_question_see_both_answers(site: Site) -> None:
    draft, ada, dai = a_draft(site)
    ada.get_by_label(WHAT).fill("Ada: we cook.")
    said(ada, "Saved ")
    dai.get_by_label(WHAT).fill("Dai: we bake.")
    said(dai, "Both answers are kept")
    assert (answer(draft), [each.value for each in list_rivals(draft.id)]) == (
        "Ada: we cook.",
        ["Dai: we bake."],
    )

    dai.get_by_role("button", name="Save and continue").click()
    expect(dai.get_by_role("alert")).to_contain_text("Ada: we cook.")
    dai.get_by_role("button", name="Use this one").click()

    expect(dai.get_by_label(WHAT)).to_have_value("Dai: we bake.")
    assert answer(draft) == "Dai: we bake."


def test_files_go_when_they_are_chosen_and_can_be_replaced_and_removed(site: Site) -> None:
    house = an_organisation()
    answers = {"accounts-on-register": "no", "amount-requested": 4_000_000}
    draft = an_application(
        round=a_round(officer=an_officer()), organisation=house, tier_key="standard",
        form_key="application-standard", amount_pence=4_000_000, answers=answers,
    )  # fmt: skip
    page = site.signed_in(a_member(house))
    db.session.commit()
    page.goto(f"/applicant/applications/{draft.id}/sections/money")
    box = page.locator("form[data-autosave] input[type=file]")

    box.set_input_files([a_file("one.pdf"), a_file("two.pdf")])
    expect(page.get_by_role("link", name="two.pdf")).to_be_visible()
    box.set_input_files([a_file("lie.pdf", b"MZ not a PDF")])
    said(page, "is not a PDF")

    page.locator("summary", has_text="Replace one.pdf").click()
    page.get_by_label("The file to put in its place").first.set_input_files([a_file("three.pdf")])
    page.get_by_role("button", name="Replace it").first.click()
    expect(page.get_by_role("link", name="three.pdf")).to_be_visible()
    page.get_by_role("button", name="Remove two.pdf").click()

    expect(page.get_by_role("link", name="one.pdf")).to_have_count(0)
    files = answer(draft, "accounts")
    assert isinstance(files, list)
    assert [each["name"] for each in files] == ["three.pdf"]


def test_the_counter_on_the_page_counts_as_the_server_does(site: Site) -> None:
    _, page, _ = a_draft(site)
    page.evaluate("import('/static/words.js').then((words) => { window.words = words })")
    page.wait_for_function("window.words")

    def on_the_page(texts: list[str]) -> list[int]:
        counted: list[int] = page.evaluate("(texts) => texts.map(words.countWords)", texts)
        return counted

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=40), max_size=60))
    def any_text(texts: list[str]) -> None:
        assert on_the_page(texts) == [count_words(clean_text(text)) for text in texts]

    assert on_the_page(list(WORDS)) == [count_words(clean_text(text)) for text in WORDS]
    any_text()


def test_the_counter_says_that_a_little_more_is_fine(site: Site) -> None:
    _, page, _ = a_draft(site)
    counter = page.locator(".govuk-character-count__status").first
    box = page.get_by_label(WHAT)
    limit = int(page.locator(".govuk-character-count").first.get_attribute("data-maxwords") or 0)

    box.fill("word " * (limit + limit // 10))
    expect(counter).to_have_text(f"You are {limit // 10} words over. That is fine")
    box.fill("word " * (limit + limit // 10 + 1))
    expect(counter).to_contain_text("Take out at least 1")

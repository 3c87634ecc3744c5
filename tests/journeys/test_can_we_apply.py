"""Before any account: somebody on a phone checks whether they can apply, with and without a script."""

import pytest
from playwright.sync_api import Page, expect

from grantflow.applications.turned_away import turned_away
from grantflow.db import db
from tests.factories import a_round, an_officer
from tests.journeys.looks import faults_of
from tests.journeys.site import Site, look_again

pytestmark = pytest.mark.journey


def answer(page: Page, *, income: str = "42,000", area: str = "Cumbria", one_person: str = "No") -> None:
    page.goto("/rounds/small-steps")
    page.get_by_role("link", name="Check in two minutes whether you can apply").click()
    for chosen in (
        "A group that is not registered",
        area,
        "Mental health and wellbeing",
        "Yes, some of them",
    ):
        page.get_by_label(chosen, exact=True).check()
    page.get_by_label("How much money came in last year?").fill(income)
    page.get_by_label("How much money do you need from us?").fill("£4,500")
    page.get_by_role("group", name="Is the money for one person?").get_by_label(one_person).check()
    page.get_by_role("button", name="See the answer").click()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_each_answer_can_be_read_heard_and_acted_on(site: Site, script: bool) -> None:
    officer = an_officer(name="Bethan Hughes")
    officer.phone, officer.job_title = "01632 960 118", "Grants officer"
    db.session.commit()
    round = a_round(officer=officer, slug="small-steps", title="Small steps in Cumbria")
    page = site.visitor(phone=True, script=script)
    faults: list[str] = []

    answer(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Yes, you can apply")
    faults += faults_of(page) if script else []
    page.get_by_role("button", name="Start now").click()
    expect(page.get_by_label("Your email address")).to_be_visible()

    answer(page, income="260,000", area="Somewhere else in the region (North West)")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are close: talk to us")
    expect(page.get_by_role("link", name="01632 960 118")).to_have_attribute("href", "tel:01632960118")
    faults += faults_of(page) if script else []

    answer(page, one_person="Yes")
    expect(page.get_by_role("heading", level=1)).to_have_text("This round does not fit")
    faults += faults_of(page) if script else []

    look_again()
    assert faults == []
    assert turned_away(round.id) == {"grant-to-one-person": 1, "income-above-size": 1, "work-next-door": 1}

"""From a first draft to a sent application, and the partners who answer."""

from datetime import datetime, time, timedelta
from functools import partial
from html import escape

from grantflow.accounts.commands import find_or_make_user
from grantflow.accounts.organisations import join_or_register
from grantflow.applications.commands import save_section, start_application, submit_application
from grantflow.applications.models import Partner
from grantflow.applications.partners import answer_as_partner
from grantflow.applications.queries import form_of, list_partners
from grantflow.casework.commands import take_action
from grantflow.demo import assessing
from grantflow.demo.stories import KINDS, RoundStory, Story, london, stored
from grantflow.demo.telling import Teller
from grantflow.documents.uploads import Upload
from grantflow.notices.pdf import render_pdf
from grantflow.permissions import Actor, Grant, Occasion, Role

CHOICES = {"confirm": "yes", "refuse": "no", "dispute": "not-as-described"}
EVENING = timedelta(days=4, hours=3)


def sends_at(found: RoundStory, story: Story) -> datetime:
    """When an application was sent, or would have been."""
    told = story.told["application"]
    if "submitted_on" in told:
        return london(told["submitted_on"], time(20, 47))
    return london(found.told["closes_at"]) - timedelta(days=told.get("days_before_close", 3))


def begin(teller: Teller, found: RoundStory, story: Story) -> None:
    """Somebody finds the round one evening, four days before they finish."""
    when = max(sends_at(found, story) - EVENING, london(found.told["opens_at"]) + timedelta(hours=5))
    teller.at(when, partial(_start, teller, found, story))


def _start(teller: Teller, found: RoundStory, story: Story) -> None:
    told, person = story.told["organisation"], story.told["person"]
    user = find_or_make_user(person["email"], teller.clock.now(), name=person["name"])
    user.phone, user.job_title, story.user_id = person["phone"], person["position"], user.id
    organisation = join_or_register(
        user,
        teller.by(user.id),
        name=told["name"],
        kind=KINDS[told["kind"]],
        charity_number=told.get("charity_number"),
        income_pence=round(told["income"] * 100),
    )
    organisation.address, organisation.postcode = told["address"], told["postcode"]
    organisation.income_year_ends_on = told.get("income_year_ends_on")
    story.organisation_id = organisation.id
    amount = round(story.told["application"]["amount"] * 100)
    application = start_application(found.round(), organisation, amount, teller.by(user.id))
    story.application_id = application.id
    teller.at(teller.clock.now() + timedelta(minutes=50), partial(_write, teller, found, story))


def _write(teller: Teller, found: RoundStory, story: Story) -> None:
    application = story.application()
    values = stored(form_of(application), story.told["answers"])
    uploads = {key: [_a_file(story, key)] for key in ("accounts",) if key in values}
    for key in uploads:
        del values[key]
    save_section(application, values, teller.by(story.user().id), revisions={}, uploads=uploads)
    if story.ends_at not in {"draft", "expired"}:
        teller.at(sends_at(found, story), partial(_send, teller, found, story))


def _send(teller: Teller, found: RoundStory, story: Story) -> None:
    application = story.application()
    submit_application(application, teller.by(story.user().id))
    for partner in list_partners(application.id):
        teller.after(3, partial(_partner_answers, teller, story, partner.title))
    if story.ends_at == "withdrawn":
        teller.after(5, partial(_withdraw, teller, story))
    elif story.ends_at != "submitted":
        assessing.begin(teller, found, story)


def _withdraw(teller: Teller, story: Story) -> None:
    why = story.told["application"].get("withdrawn_because", "")
    take_action(story.application(), "withdraw", teller.by(story.user().id), note=why)


def _partner_answers(teller: Teller, story: Story, name: str) -> None:
    told = next((each for each in story.told.get("partner_answer", []) if each["name"] == name), None)
    if told is None or told["answer"] == "none":
        return
    partner: Partner = next(each for each in list_partners(story.application().id) if each.title == name)
    actor = Actor(told["by"], grants=(Grant(Role.PARTNER),), case_id=partner.id)
    occasion = Occasion(actor, teller.clock.now())
    answer_as_partner(partner, CHOICES[told["answer"]], told["by"], told.get("comment", ""), occasion)


def _a_file(story: Story, question_key: str) -> Upload:
    """The charity's accounts on one plain page."""
    told = story.told["organisation"]
    words = f"<h1>{escape(told['name'])}</h1><p>Accounts for the year. Income: £{told['income']:,}.</p>"
    return Upload(f"{question_key}.pdf", render_pdf(f"<html><body>{words}</body></html>", title="Accounts"))

"""Find one's organisation: by its charity number, or by telling us what no register knows."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.acting import actor_of
from grantflow.accounts.commands import say_name
from grantflow.accounts.models import Organisation, User
from grantflow.accounts.organisations import (
    join_from_register,
    join_or_register,
    nobody_applies_for_it_yet,
)
from grantflow.accounts.profiles import save_profile
from grantflow.accounts.queries import find_organisation_by_charity_number
from grantflow.accounts.rules import name_is_told
from grantflow.charities.models import RegisteredCharity
from grantflow.charities.queries import find_charity, find_register_date
from grantflow.db import unit_of_work
from grantflow.documents.uploads import keep_organisations_upload
from grantflow.engine import reading
from grantflow.engine.questions import stored_file
from grantflow.errors import NotFound, Refused
from grantflow.funds.models import Round
from grantflow.funds.queries import get_public_round
from grantflow.permissions import Occasion
from grantflow.web.access import signed_in
from grantflow.web.applicant import bp
from grantflow.web.applicant.finding_forms import ConfirmForm, NumberForm, TellForm, is_from_elsewhere
from grantflow.web.applicant.start import own_organisations
from grantflow.web.occasion import current_user, this_occasion


@bp.route("/rounds/<slug>/start/organisation", methods=["GET", "POST"])
@signed_in
def new_organisation(slug: str) -> ResponseReturnValue:
    round = get_public_round(slug)
    form = NumberForm()
    if form.validate_on_submit():
        number = form.charity_number.data
        return redirect(url_for("applicant.found_organisation", slug=slug, number=number))
    return render_template("pages/applicant/new-organisation.html", form=form, round=round)


@bp.route("/rounds/<slug>/start/charities/<number>", methods=["GET", "POST"])
@signed_in
def found_organisation(slug: str, number: str) -> ResponseReturnValue:
    """What the register says of it, to be confirmed with one button; or why we cannot look it up, and what to do."""
    round, number = get_public_round(slug), _as_written(number)
    if (own := _own(number)) is not None:
        return redirect(url_for("applicant.amount", slug=slug, organisation_id=own.id))
    charity, taken = find_charity(number), nobody_applies_for_it_yet(number)
    if taken is not None:
        return render_template("pages/applicant/organisation-has-people.html", round=round, reason=taken)
    if charity is None or not charity.is_registered:
        return _not_on_register(round, number, charity)
    user = _user()
    form = ConfirmForm(name_is_told=name_is_told(name=user.name, email=user.email))
    if form.validate_on_submit():
        with unit_of_work():
            say_name(user, form.told_name or user.name, this_occasion())
            organisation = join_from_register(user, charity, this_occasion())
        return redirect(url_for("applicant.amount", slug=slug, organisation_id=organisation.id))
    return render_template(
        "pages/applicant/found-organisation.html", round=round, charity=charity, form=form, made_on=find_register_date()
    )  # fmt: skip


@bp.route("/rounds/<slug>/start/organisation/new", methods=["GET", "POST"])
@signed_in
def tell_organisation(slug: str) -> ResponseReturnValue:
    """Name, kind and income; rules and somebody to vouch, where no register does."""
    round, number = get_public_round(slug), request.args.get("number", "")
    number = _as_written(number) if number else ""
    if number and (nobody_applies_for_it_yet(number) or _is_registered(number)):
        return redirect(url_for("applicant.found_organisation", slug=slug, number=number))
    user = _user()
    form = TellForm(number, name_is_told=name_is_told(name=user.name, email=user.email))
    if form.validate_on_submit():
        with unit_of_work():
            organisation = _register(user, number, form)
        return redirect(url_for("applicant.amount", slug=slug, organisation_id=organisation.id))
    return render_template(
        "pages/applicant/tell-organisation.html", round=round, form=form, number=number,
        elsewhere=is_from_elsewhere(number),
    )  # fmt: skip


def _register(user: User, number: str, form: TellForm) -> Organisation:
    say_name(user, form.told_name or user.name, this_occasion())
    organisation = join_or_register(
        user, this_occasion(), name=" ".join((form.name.data or "").split()), kind=form.told_kind,
        charity_number=number or None, income_pence=form.income_pence,
    )  # fmt: skip
    # They belong to it from now on, which the occasion of this request does not know.
    joined = Occasion(actor_of(user), this_occasion().at)
    told: dict[str, Any] = {"income": form.income_pence, **form.referee}
    if (upload := form.upload) is not None:
        document = keep_organisations_upload(organisation, "governing-document", upload, joined)
        told["governing-document"] = [stored_file(str(document.id), document.filename, document.size)]
    save_profile(organisation, told, joined)
    return organisation


def _not_on_register(round: Round, number: str, charity: RegisteredCharity | None) -> ResponseReturnValue:
    return render_template(
        "pages/applicant/not-on-register.html", round=round, number=number, charity=charity,
        elsewhere=is_from_elsewhere(number), made_on=find_register_date(),
    )  # fmt: skip


def _is_registered(number: str) -> bool:
    charity = find_charity(number)
    return charity is not None and charity.is_registered


def _own(number: str) -> Organisation | None:
    """The organisation with this number, where this person writes for it already."""
    known = find_organisation_by_charity_number(number)
    return known if known is not None and known.id in {each.id for each in own_organisations()} else None


def _as_written(number: str) -> str:
    """:raises NotFound: if an address has something else where a charity number goes"""
    try:
        return reading.read_charity_number(number)
    except Refused:
        raise NotFound("charity", number) from None


def _user() -> User:
    user = current_user()
    if user is None:
        raise NotFound("person")
    return user

"""Have a panel's pack made, see how far it is, and open it."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.db import unit_of_work
from grantflow.notices import packs
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.panel import round_with_panel, sent


@bp.route("/rounds/<uuid:round_id>/panel/packs", methods=["POST"])
@requires(Permission.APPLICATION_VIEW)
def ask_for_pack(round_id: UUID) -> ResponseReturnValue:
    found = round_with_panel(round_id)
    with unit_of_work():
        pack = packs.ask_for_pack(found, this_occasion())
    return redirect(url_for("officer.panel_pack", round_id=round_id, pack_id=pack.id))


@bp.route("/rounds/<uuid:round_id>/panel/packs/<uuid:pack_id>")
@requires(Permission.APPLICATION_VIEW)
def panel_pack(round_id: UUID, pack_id: UUID) -> ResponseReturnValue:
    found = round_with_panel(round_id)
    pack = packs.get_pack(round_id, pack_id, current_actor())
    return render_template("pages/officer/panel-pack.html", round=found, pack=pack)


@bp.route("/rounds/<uuid:round_id>/panel/packs/<uuid:pack_id>.pdf")
@requires(Permission.APPLICATION_VIEW)
def panel_pack_file(round_id: UUID, pack_id: UUID) -> ResponseReturnValue:
    found = round_with_panel(round_id)
    pack = packs.get_pack(round_id, pack_id, current_actor())
    return sent(packs.pack_file(pack, current_actor()), f"panel-{found.reference}.pdf")

"""Take a copy of the work list, as a spreadsheet. Who did, and of what, is kept in the record."""

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.reports.commands import record_export
from grantflow.reports.export import sheet_of
from grantflow.reports.spreadsheets import as_csv, as_xlsx
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking import address_of, may_list, this_filter

FORMS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@bp.route("/export", methods=["POST"])
@requires(Permission.APPLICATION_VIEW, Permission.AWARD_VIEW, Permission.PAYMENT_VIEW)
def export() -> ResponseReturnValue:
    form = request.form.get("form", "")
    filters, occasion = this_filter(), this_occasion()
    if form not in FORMS or not may_list(filters.kind):
        raise NotFound("export", form)
    write, media_type = FORMS[form]
    with unit_of_work():
        # The copy is recorded before a byte of it leaves.
        sheet = sheet_of(current_actor(), filters, occasion.at)
        record_export(form, address_of(filters), sheet.count, occasion)
    name = f"{filters.kind}s-{local_date(occasion.at).isoformat()}.{form}"
    return Response(
        stream_with_context(write(sheet)),
        mimetype=media_type.partition(";")[0],
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

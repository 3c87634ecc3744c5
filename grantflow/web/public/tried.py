"""What was tried elsewhere, for everybody: one page for each, and the picture of who learned from whom."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.learning import adaptations
from grantflow.learning.learned_from import laid_out
from grantflow.places.queries import name_of_region, names_of_regions
from grantflow.web import tried as words
from grantflow.web.access import public
from grantflow.web.public import bp

NO_REGION = "All regions"


@bp.route("/learning/tried/<uuid:adaptation_id>")
@public
def tried(adaptation_id: UUID) -> ResponseReturnValue:
    adaptation = adaptations.get_tried(adaptation_id)
    return render_template(
        "pages/public/tried.html",
        adaptation=adaptation,
        line=words.line_of(adaptation),
        region=name_of_region(adaptation.region_code),
        source_region=name_of_region(adaptation.entry.region_code),
        readable=adaptations.is_readable(adaptation.entry),
        letters=words.letters_of(adaptation),
        changes=words.changes_of(adaptation),
        expected=words.expected_of(adaptation),
        came=words.came_of(adaptation),
        thanks=words.thanks_of(adaptation),
    )


@bp.route("/learning/who-learned-from-whom")
@public
def who_learned() -> ResponseReturnValue:
    regions = names_of_regions()

    def name(code: str | None) -> str:
        return regions.get(code or "", NO_REGION)

    passed = [(name(each.source), name(each.target), each.times) for each in adaptations.list_passed()]
    return render_template(
        "pages/public/who-learned.html",
        picture=laid_out(passed) if passed else None,
        passed=sorted(passed, key=lambda each: (-each[2], each[0], each[1])),
        tried=[
            (each, words.line_of(each), name(each.entry.region_code), name(each.region_code))
            for each in adaptations.list_all_tried()
        ],
    )

"""What a round's actions do besides moving it, by the name the file uses."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.pinned import newest, pin
from grantflow.casework.running import Effect, of_kind, running
from grantflow.engine.library import TIERS
from grantflow.engine.machine import Step
from grantflow.funds.models import Round
from grantflow.permissions import Occasion


def pin_definitions(case: Case, step: Step, occasion: Occasion) -> None:
    """Keep what the round opens with: the newest of everything, and the sizes of award that its draft was made on."""
    round = of_kind(Round, case)
    library = running().library
    lives_and_forms = [each for each in newest(library) if each.kind != TIERS]
    sizes = [
        each for each in library.definitions() if each.kind == TIERS and each.version == round.tiers_version
    ]
    pin(round.id, lives_and_forms + sizes)


EFFECTS: Mapping[str, Effect] = {"pin-definitions": pin_definitions}

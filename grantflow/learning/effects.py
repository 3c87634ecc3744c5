"""What actions of this capability's workflows do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from grantflow.casework.running import Effect

EFFECTS: Mapping[str, Effect] = {}

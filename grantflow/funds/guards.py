"""Guards of this capability: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.casework.running import Guard

GUARDS: Mapping[str, Guard] = {}

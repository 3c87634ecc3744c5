"""Every notice, by the name a workflow uses: what kind it is and who writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from grantflow.notices import compose_applications as applications
from grantflow.notices.correspondence import Outgoing
from grantflow.notices.data import Letter as LetterContent
from grantflow.notices.models import Letter
from grantflow.notices.summaries import Summary


class Kind(StrEnum):
    """An email alone, an email that holds a private link, or an email that says where a PDF is."""

    EMAIL = "email"
    SECRET = "secret"
    LETTER = "letter"
    SUMMARY = "summary"


Printed = LetterContent | Summary


@dataclass(frozen=True)
class Notice:
    """`emails` writes to everyone concerned about a case; `printed` writes the PDF that they are told of.

    `prints` is asked first where some cases have a letter and others only an email.
    """

    kind: Kind
    emails: Callable[[UUID, datetime], list[Outgoing]]
    printed: Callable[[Letter], Printed] | None = None
    prints: Callable[[UUID], bool] = lambda _case_id: True


NOTICES: Mapping[str, Notice] = {
    "acknowledgement": Notice(
        Kind.LETTER, applications.acknowledgement_emails, applications.acknowledgement_letter
    ),
}

"""Keep the files people send, with the case they answer a question of or with their organisation."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select

from grantflow.accounts.models import Organisation
from grantflow.casework.models import Case
from grantflow.db import db
from grantflow.documents import store
from grantflow.documents.models import Document, OrganisationDocument
from grantflow.documents.rules import file_is_welcome, files_fit, safe_name, type_of
from grantflow.errors import Reason, Refused
from grantflow.permissions import Occasion, Permission, require


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name is the sender's, its bytes are not yet judged."""

    name: str
    body: bytes


def keep_upload(case: Case, question_key: str, upload: Upload, occasion: Occasion) -> Document:
    """Store a file with the case it answers a question of.

    :raises Refused: if it is empty, too large, not of a type we take, or one too many
    """
    content_type = _require_welcome(upload)
    if reason := _one_too_many(case, question_key, upload):
        raise Refused([reason])
    document = Document(
        case_id=case.id, kind="upload", question_key=question_key,
        filename=safe_name(upload.name, content_type), content_type=content_type, size=len(upload.body),
        sha256=store.put(upload.body), created_at=occasion.at, created_by_id=occasion.actor.user_id,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    return document


def keep_organisations_upload(
    organisation: Organisation, question_key: str, upload: Upload, occasion: Occasion
) -> OrganisationDocument:
    """Store a file with the organisation itself, for every application it makes.

    :raises Forbidden: if the actor may not write for the organisation
    :raises Refused: if it is empty, too large, or not of a type we take
    """
    require(occasion.actor, Permission.ORGANISATION_EDIT, on=organisation)
    content_type = _require_welcome(upload)
    document = OrganisationDocument(
        organisation_id=organisation.id, question_key=question_key,
        filename=safe_name(upload.name, content_type), content_type=content_type, size=len(upload.body),
        sha256=store.put(upload.body), created_at=occasion.at, created_by_id=occasion.actor.user_id,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    return document


def _require_welcome(upload: Upload) -> str:
    """The type of a file that we take.

    :raises Refused: if we do not
    """
    content_type = type_of(upload.body)
    reason = file_is_welcome(upload.name, upload.body)
    if content_type is None or reason is not None:
        raise Refused([reason or Reason("file-type-unknown", {"name": upload.name})])
    return content_type


def forget_uploads(case: Case, question_key: str) -> None:
    """Files that others take the place of. Their bytes stay stored: somebody else may have sent the same."""
    db.session.execute(delete(Document).where(*_sent_with(case), Document.question_key == question_key))


def _one_too_many(case: Case, question_key: str, upload: Upload) -> Reason | None:
    with_answer = func.count().filter(Document.question_key == question_key)
    kept = db.session.execute(
        select(with_answer, func.coalesce(func.sum(Document.size), 0)).where(*_sent_with(case))
    ).one()
    return files_fit(kept[0] + 1, int(kept[1]) + len(upload.body))


def _sent_with(case: Case) -> tuple[ColumnElement[bool], ...]:
    return Document.case_id == case.id, Document.kind == "upload"

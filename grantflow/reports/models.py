"""Views of the work list that people saved."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grantflow.core.references import new_id
from grantflow.db import Model


class SavedView(Model):
    """A set of filters that somebody gave a name. `asked` is what the list's address would say."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    asked: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]

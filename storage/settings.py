"""Small facts about the installation itself, such as the demo's moved clock or the Telegram offset."""

from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, JsonColumn, insert_into
from storage.prepared import Prepared


class Setting(Base):
    """One fact by name."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JsonColumn)


_setting = cast("Table", Setting.__table__)
_GET = Prepared(select(_setting.c.value).where(_setting.c.name == bindparam("wanted")))  # asked in every turn


def get(tx: Session, name: str, default: Any = None) -> Any:
    """The fact, or the default while nobody has set it."""
    row = _GET.one(tx, {"wanted": name})
    return default if row is None else row[0]


def put(tx: Session, name: str, value: Any) -> None:
    """Set the fact."""
    tx.execute(
        insert_into(tx, Setting)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )

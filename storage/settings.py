"""Small facts about the installation itself, such as the demo's moved clock or the Telegram offset."""

from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, JsonColumn, core, insert_into


class Setting(Base):
    """One fact by name."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JsonColumn)


_setting = cast("Table", Setting.__table__)
_GET = select(_setting.c.value).where(
    _setting.c.name == bindparam("wanted")
)  # asked in every turn, so it is built once


def get(tx: Session, name: str, default: Any = None) -> Any:
    """The fact, or the default while nobody has set it."""
    row = core(tx).execute(_GET, {"wanted": name}).one_or_none()
    return default if row is None else row[0]


def put(tx: Session, name: str, value: Any) -> None:
    """Set the fact."""
    tx.execute(
        insert_into(tx, Setting)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )

"""How much may still be said to somebody on a platform that lets us write only after they spoke, and only so often."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Case, case, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from storage.base import Base, insert_into


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody's message, or their tap, opens: until when, and for how many messages of ours."""

    until: datetime
    messages: int
    by_tap: bool = False


class SpeakingWindow(Base):
    """One conversation. A message and a tap each open a window of their own, and each new one opens it afresh."""

    __tablename__ = "speaking_window"

    platform: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    message_until: Mapped[datetime | None]
    message_left: Mapped[int] = mapped_column(default=0)
    tap_until: Mapped[datetime | None]
    tap_left: Mapped[int] = mapped_column(default=0)


def opened(tx: Session, platform: str, address: str, opening: Opening) -> None:
    """Somebody spoke or tapped."""
    kind = "tap" if opening.by_tap else "message"
    new = {f"{kind}_until": opening.until, f"{kind}_left": opening.messages}
    row = {"message_left": 0, "tap_left": 0, **new}
    tx.execute(
        insert_into(tx, SpeakingWindow)
        .values(platform=platform, address=address, **row)
        .on_conflict_do_update(index_elements=["platform", "address"], set_=new)
    )


@dataclass(frozen=True, slots=True)
class Room:
    """How many messages may still leave, and by which windows: what opens later is another room."""

    left: int
    message_until: datetime | None
    tap_until: datetime | None


def room(tx: Session, platform: str, address: str, now: datetime) -> Room | None:
    """None where nobody was ever heard. How windows add up is not published, so the wider one counts."""
    row = tx.execute(
        select(
            SpeakingWindow.message_until, SpeakingWindow.message_left, SpeakingWindow.tap_until, SpeakingWindow.tap_left
        ).where(SpeakingWindow.platform == platform, SpeakingWindow.address == address)
    ).one_or_none()
    if row is None:
        return None
    by_message = row.message_left if row.message_until is not None and row.message_until > now else 0
    by_tap = row.tap_left if row.tap_until is not None and row.tap_until > now else 0
    return Room(max(by_message, by_tap), row.message_until, row.tap_until)


def spent(tx: Session, platform: str, address: str, messages: int) -> None:
    """So many have left; every window pays, for nobody knows which one the platform lets pay."""
    tx.execute(
        update(SpeakingWindow)
        .where(SpeakingWindow.platform == platform, SpeakingWindow.address == address)
        .values(
            message_left=_less(SpeakingWindow.message_left, messages), tap_left=_less(SpeakingWindow.tap_left, messages)
        )
        .execution_options(synchronize_session=False)
    )


def shut(tx: Session, platform: str, address: str, seen: Room) -> None:
    """The platform says that nothing more may be said, whatever we have counted. What was opened meanwhile stays open."""
    for column, until, left in (
        (SpeakingWindow.message_until, seen.message_until, {"message_left": 0}),
        (SpeakingWindow.tap_until, seen.tap_until, {"tap_left": 0}),
    ):
        tx.execute(
            update(SpeakingWindow)
            .where(SpeakingWindow.platform == platform, SpeakingWindow.address == address, column == until)
            .values(**left)
            .execution_options(synchronize_session=False)
        )


def _less(column: InstrumentedAttribute[int], messages: int) -> Case[int]:
    return case((column > messages, column - messages), else_=0)

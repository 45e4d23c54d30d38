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


def left(tx: Session, platform: str, address: str, now: datetime) -> int | None:
    """How many messages may still leave; None where nobody was ever heard. How windows add up is not published, so the
    wider one counts.
    """
    row = tx.execute(
        select(
            SpeakingWindow.message_until, SpeakingWindow.message_left, SpeakingWindow.tap_until, SpeakingWindow.tap_left
        ).where(SpeakingWindow.platform == platform, SpeakingWindow.address == address)
    ).one_or_none()
    if row is None:
        return None
    by_message = row.message_left if row.message_until is not None and row.message_until > now else 0
    by_tap = row.tap_left if row.tap_until is not None and row.tap_until > now else 0
    return max(0, by_message, by_tap)


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


def shut(tx: Session, platform: str, address: str) -> None:
    """The platform says that nothing more may be said, whatever we have counted."""
    tx.execute(
        update(SpeakingWindow)
        .where(SpeakingWindow.platform == platform, SpeakingWindow.address == address)
        .values(message_left=0, tap_left=0)
        .execution_options(synchronize_session=False)
    )


def _less(column: InstrumentedAttribute[int], messages: int) -> Case[int]:
    return case((column > messages, column - messages), else_=0)

"""A list of rooms and devices from a spreadsheet: all of it, or nothing and every bad line by its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from handlers.places import texts
from handlers.tables import BadList, BadRow, lines_of
from storage import places

LONGEST = 40  # characters of a name
HEADINGS = {
    "place": "place", "地点": "place", "房间": "place", "教室": "place", "room": "place", "name": "place",
    "device": "device", "设备": "device", "asset": "device",
    "building": "building", "楼宇": "building", "楼": "building",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One place or device of the list."""

    place: str
    device: str = ""
    building: str = ""


def read(path: Path) -> list[Row]:
    """The rows of a file. Raises `BadList` with everything that is wrong."""
    (_, head), *lines = lines_of(path)
    columns = {HEADINGS[cell.strip().lower()]: at for at, cell in enumerate(head) if cell.strip().lower() in HEADINGS}
    if "place" not in columns:
        raise BadList([BadRow(1, texts.HEAD_MISSING)])
    rows: list[Row] = []
    bad: list[BadRow] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in lines:
        if not any(cells):
            continue
        row = Row(**{name: " ".join(cells[at].split()) if at < len(cells) else "" for name, at in columns.items()})
        if not row.place:
            bad.append(BadRow(line, texts.ROW_EMPTY))
        elif max(map(len, (row.place, row.device, row.building))) > LONGEST:
            bad.append(BadRow(line, texts.ROW_LONG(most=LONGEST)))
        elif (first := seen.setdefault((row.place, row.device), line)) != line:
            bad.append(BadRow(line, texts.ROW_TWICE(line=first)))
        rows.append(row)
    if bad:
        raise BadList(bad)
    return rows


def import_rows(tx: Session, rows: Sequence[Row], now: datetime) -> tuple[int, int]:
    """Register them; (how many were new, how many were known)."""
    fresh = sum(places.register(tx, row.place, row.device, row.building, now)[1] for row in rows)
    return fresh, len(rows) - fresh

"""What a picture says beside what it shows: where it was taken, with which telephone, by whom. Taken out before others see it.

JPEG and PNG are rewritten without their metadata (a JPEG keeps the one number that turns it upright). Other formats are
passed on as documents as they came, HEIC of some telephones among them: their metadata stays in.
"""

import struct

JPEG, PNG = "image/jpeg", "image/png"
_KEPT_APP = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, colour profile, Adobe's colour transform
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_DROPPED = frozenset({b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"})
_ORIENTATION = 0x0112


class Damaged(ValueError):
    """It begins like a picture and is none."""


def media_type_of(content: bytes) -> str:
    """By what it is, whatever it is called; "" for all that is neither JPEG nor PNG."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    return PNG if content.startswith(_PNG_HEAD) else ""


def stripped(content: bytes) -> bytes:
    """The same picture without its metadata. Raises `Damaged`; what is no JPEG or PNG comes back as it is."""
    kind = media_type_of(content)
    try:
        return _jpeg(content) if kind == JPEG else _png(content) if kind == PNG else content
    except (struct.error, IndexError) as broken:
        raise Damaged(str(broken)) from broken


def _jpeg(content: bytes) -> bytes:
    out = bytearray(b"\xff\xd8")
    at, turned = 2, 1
    while True:
        if content[at] != 0xFF:
            raise Damaged("no segment where one should begin")
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif marker == 0xD9:
            out += b"\xff\xd9"
            return bytes(out)  # whatever follows, such as a film some telephones append, is not part of the picture
        elif marker == 0xDA:
            at = _scan(content, at, out)
        else:
            (length,) = struct.unpack_from(">H", content, at + 2)
            if length < 2 or at + 2 + length > len(content):
                raise Damaged("a segment longer than the file")
            segment = content[at : at + 2 + length]
            if marker == 0xE1 and segment[4:10] == b"Exif\x00\x00" and turned == 1:
                turned = _orientation(segment[10:])
                out += _only_orientation(turned) if turned != 1 else b""
            elif not (0xE1 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT_APP:
                out += segment
            at += 2 + length


def _scan(content: bytes, at: int, out: bytearray) -> int:
    """Copy one scan: its header and the picture's own bytes until the next marker; where that stands."""
    (length,) = struct.unpack_from(">H", content, at + 2)
    end = at + 2 + length
    while True:
        end = content.find(b"\xff", end)
        if end < 0 or end + 1 >= len(content):
            raise Damaged("the picture breaks off")
        if content[end + 1] == 0x00 or 0xD0 <= content[end + 1] <= 0xD7:
            end += 2
        else:
            break
    out += content[at:end]
    return end


def _orientation(tiff: bytes) -> int:
    """How the telephone was held, 1 to 8; 1 where nothing readable says so."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        (offset,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, offset)
        for entry in range(min(count, 200)):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, offset + 2 + entry * 12)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _only_orientation(turned: int) -> bytes:
    tiff = b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    out = bytearray(_PNG_HEAD)
    at = len(_PNG_HEAD)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise Damaged("the picture breaks off")
        if kind not in _PNG_DROPPED:
            out += chunk
        at += 12 + length
        if kind == b"IEND":
            return bytes(out)

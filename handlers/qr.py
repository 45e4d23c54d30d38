"""QR codes: as modules for a page, as a picture for a chat."""

import io


def modules(text: str) -> list[list[bool]]:
    """The dark and light squares without the quiet zone; a third of them may be covered by dirt or a scratch."""
    import segno  # noqa: PLC0415 -- only for who prints or shows a code

    return [[bool(one) for one in row] for row in segno.make(text, error="q", micro=False).matrix]


def picture(text: str, scale: int = 10) -> bytes:
    """The code as a PNG with its quiet zone, to be shown in a chat or on a wall."""
    import segno  # noqa: PLC0415

    written = io.BytesIO()
    segno.make(text, error="m", micro=False).save(written, kind="png", scale=scale, border=4)
    return written.getvalue()

"""The sheet to print: eight labels on an A4 page, each with room, device and one code for each platform."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from handlers import qr
from handlers.places import texts
from handlers.places.links import Doors
from storage.places import Place

FONT = "STSong-Light"  # every reader knows it, so no font file is shipped
COLUMNS, ROWS = 2, 4
MARGIN = 24.0  # points
SIDE = 74.0  # of one code; beside it stays the quiet zone that telephones need
INK = (0.10, 0.12, 0.16)


def draw(places: Sequence[Place], doors: Doors, language: str) -> bytes:
    """A PDF with a label for each place."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = BytesIO()
    canvas = Canvas(page, pagesize=A4, invariant=1)
    canvas.setTitle(texts.SCAN.to(language))
    width, height = (A4[0] - 2 * MARGIN) / COLUMNS, (A4[1] - 2 * MARGIN) / ROWS
    for number, place in enumerate(places):
        at = number % (COLUMNS * ROWS)
        if number and not at:
            canvas.showPage()
        _label(canvas, place, doors, language, MARGIN + at % COLUMNS * width, A4[1] - MARGIN - (at // COLUMNS + 1) * height,
               width, height)  # fmt: skip
    canvas.save()
    return page.getvalue()


def _label(
    canvas: Canvas, place: Place, doors: Doors, language: str, left: float, bottom: float, width: float, height: float
) -> None:
    canvas.setStrokeColorRGB(0.7, 0.7, 0.7)
    canvas.setDash(2, 3)
    canvas.rect(left, bottom, width, height)
    canvas.setDash()
    canvas.setFillColorRGB(*INK)
    middle, top = left + width / 2, bottom + height
    _centred(canvas, place.name, middle, top - 28, 18, width - 16)
    _centred(canvas, place.device or texts.SCAN.to(language), middle, top - 47, 12, width - 16)
    codes = doors.of(place)
    room = width / max(len(codes), 1)
    for number, (caption, content) in enumerate(codes):
        x = left + number * room + (room - SIDE) / 2
        _code(canvas, content, x, bottom + 42)
        _centred(canvas, caption.to(language), x + SIDE / 2, bottom + 30, 8, room)
    words = (
        f"{texts.SCAN.to(language)} · {texts.TYPE(code=place.code).to(language)}"
        if place.device
        else (texts.TYPE(code=place.code).to(language))
    )
    _centred(canvas, words, middle, bottom + 12, 8, width - 12)


def _centred(canvas: Canvas, words: str, middle: float, y: float, size: float, width: float) -> None:
    """Words in one line, smaller where they are long."""
    needed = pdfmetrics.stringWidth(words, FONT, size)
    size = size if needed <= width else max(5.0, size * width / needed)
    canvas.setFont(FONT, size)
    canvas.drawCentredString(middle, y, words)


def _code(canvas: Canvas, content: str, left: float, bottom: float) -> None:
    rows = qr.modules(content)
    square = SIDE / len(rows)
    for row, line in enumerate(rows):
        column = 0
        while column < len(line):
            run = column
            while run < len(line) and line[run]:
                run += 1
            if run > column:  # neighbours in one stroke: fewer seams, a smaller file
                canvas.rect(left + column * square, bottom + SIDE - (row + 1) * square, (run - column) * square,
                            square * 1.02, stroke=0, fill=1)  # fmt: skip
            column = max(run, column + 1)

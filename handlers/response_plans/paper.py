"""A plan on paper: a plain A4 page with boxes to tick, in a font every reader knows."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
MARGIN, LEADING, BOX = 56.0, 20.0, 9.0  # points


def draw(title: str, steps: Sequence[str], foot: Sequence[str]) -> bytes:
    """As many pages as it takes. A step that begins with its number gets a box in front."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = BytesIO()
    width, height = A4
    canvas = Canvas(page, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    canvas.setFont(FONT, 20)
    at = height - MARGIN - 8
    for line in simpleSplit(title, FONT, 20, width - 2 * MARGIN):
        canvas.drawString(MARGIN, at, line)
        at -= 28
    for step in (*steps, "", *foot):
        ticked = step[:1].isdigit()
        left = MARGIN + (BOX + 8 if ticked else 0)
        wrapped = simpleSplit(step, FONT, 12, width - left - MARGIN) or [""]
        if at - LEADING * len(wrapped) < MARGIN:
            canvas.showPage()
            at = height - MARGIN
        canvas.setFont(FONT, 12)
        if ticked:
            canvas.rect(MARGIN, at - 1, BOX, BOX)
        for line in wrapped:
            canvas.drawString(left, at, line)
            at -= LEADING
    canvas.showPage()
    canvas.save()
    return page.getvalue()
